# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm run setup
RUN npm run build
# Copied as the folder of the database: the final image has no step that needs a shell or root.
RUN mkdir dist/data

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATABASE_URL=file:/data/trellis.db
COPY --from=build /src/dist/trellis /app
COPY --from=build --chown=node:node /src/dist/data /data
WORKDIR /app
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "main.js"]
