-- What drizzle-kit does not know of: counters and the search index. Re-applied after a migration or when this file
-- changes. Every statement may run any number of times. Triggers are per statement, so that a cascade that takes
-- 100,000 likes with it updates each counter once.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Case folding that does not depend on the locale of the database, nor a sigma on where in a word it stands.
CREATE OR REPLACE FUNCTION search_key(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$ SELECT replace(lower(value COLLATE "und-x-icu"), 'ς', 'σ') $$;

CREATE INDEX IF NOT EXISTS posts_search_title ON posts USING gin (search_key(title) gin_trgm_ops);
CREATE INDEX IF NOT EXISTS posts_search_content ON posts USING gin (search_key(content) gin_trgm_ops);

CREATE OR REPLACE FUNCTION count_posts_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE users u SET post_count = post_count + c.n
    FROM (SELECT author_id, count(*) AS n FROM added GROUP BY author_id) c WHERE u.id = c.author_id;
  UPDATE categories g SET post_count = post_count + c.n
    FROM (SELECT category_id, count(*) AS n FROM added WHERE category_id IS NOT NULL GROUP BY category_id) c
    WHERE g.id = c.category_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER posts_counted_insert AFTER INSERT ON posts
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_posts_insert();

CREATE OR REPLACE FUNCTION count_posts_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE users u SET post_count = post_count - c.n
    FROM (SELECT author_id, count(*) AS n FROM gone GROUP BY author_id) c WHERE u.id = c.author_id;
  UPDATE categories g SET post_count = post_count - c.n
    FROM (SELECT category_id, count(*) AS n FROM gone WHERE category_id IS NOT NULL GROUP BY category_id) c
    WHERE g.id = c.category_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER posts_counted_delete AFTER DELETE ON posts
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_posts_delete();

CREATE OR REPLACE FUNCTION count_posts_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.author_id <> NEW.author_id THEN
    UPDATE users SET post_count = post_count - 1 WHERE id = OLD.author_id;
    UPDATE users SET post_count = post_count + 1 WHERE id = NEW.author_id;
  END IF;
  IF OLD.category_id IS DISTINCT FROM NEW.category_id THEN
    UPDATE categories SET post_count = post_count - 1 WHERE id = OLD.category_id;
    UPDATE categories SET post_count = post_count + 1 WHERE id = NEW.category_id;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER posts_counted_move AFTER UPDATE OF author_id, category_id ON posts
  FOR EACH ROW EXECUTE FUNCTION count_posts_move();

CREATE OR REPLACE FUNCTION count_post_tags_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE tags t SET post_count = post_count + c.n
    FROM (SELECT tag_id, count(*) AS n FROM added GROUP BY tag_id) c WHERE t.id = c.tag_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER post_tags_counted_insert AFTER INSERT ON post_tags
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_post_tags_insert();

CREATE OR REPLACE FUNCTION count_post_tags_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE tags t SET post_count = post_count - c.n
    FROM (SELECT tag_id, count(*) AS n FROM gone GROUP BY tag_id) c WHERE t.id = c.tag_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER post_tags_counted_delete AFTER DELETE ON post_tags
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_post_tags_delete();

CREATE OR REPLACE FUNCTION count_comments_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE posts p SET comment_count = comment_count + c.n
    FROM (SELECT post_id, count(*) AS n FROM added GROUP BY post_id) c WHERE p.id = c.post_id;
  UPDATE comments p SET reply_count = reply_count + c.n
    FROM (SELECT parent_id, count(*) AS n FROM added WHERE parent_id IS NOT NULL GROUP BY parent_id) c
    WHERE p.id = c.parent_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER comments_counted_insert AFTER INSERT ON comments
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_comments_insert();

CREATE OR REPLACE FUNCTION count_comments_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE posts p SET comment_count = comment_count - c.n
    FROM (SELECT post_id, count(*) AS n FROM gone GROUP BY post_id) c WHERE p.id = c.post_id;
  UPDATE comments p SET reply_count = reply_count - c.n
    FROM (SELECT parent_id, count(*) AS n FROM gone WHERE parent_id IS NOT NULL GROUP BY parent_id) c
    WHERE p.id = c.parent_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER comments_counted_delete AFTER DELETE ON comments
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_comments_delete();

CREATE OR REPLACE FUNCTION count_likes_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE posts p SET like_count = like_count + c.n
    FROM (SELECT post_id, count(*) AS n FROM added GROUP BY post_id) c WHERE p.id = c.post_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER likes_counted_insert AFTER INSERT ON likes
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_likes_insert();

CREATE OR REPLACE FUNCTION count_likes_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE posts p SET like_count = like_count - c.n
    FROM (SELECT post_id, count(*) AS n FROM gone GROUP BY post_id) c WHERE p.id = c.post_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER likes_counted_delete AFTER DELETE ON likes
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_likes_delete();

CREATE OR REPLACE FUNCTION count_follows_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE users u SET
      follower_count = follower_count + c.followers,
      following_count = following_count + c.following
    FROM (
      SELECT id, sum(follower) AS followers, sum(followee) AS following FROM (
        SELECT followee_id AS id, 1 AS follower, 0 AS followee FROM added
        UNION ALL SELECT follower_id, 0, 1 FROM added
      ) ends GROUP BY id
    ) c WHERE u.id = c.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER follows_counted_insert AFTER INSERT ON follows
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_follows_insert();

CREATE OR REPLACE FUNCTION count_follows_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE users u SET
      follower_count = follower_count - c.followers,
      following_count = following_count - c.following
    FROM (
      SELECT id, sum(follower) AS followers, sum(followee) AS following FROM (
        SELECT followee_id AS id, 1 AS follower, 0 AS followee FROM gone
        UNION ALL SELECT follower_id, 0, 1 FROM gone
      ) ends GROUP BY id
    ) c WHERE u.id = c.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER follows_counted_delete AFTER DELETE ON follows
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_follows_delete();
