-- Run after migrations, which run without the triggers of programs.sql: every counter from the rows it counts.

UPDATE users SET
  post_count = (SELECT count(*) FROM posts WHERE author_id = users.id),
  follower_count = (SELECT count(*) FROM follows WHERE followee_id = users.id),
  following_count = (SELECT count(*) FROM follows WHERE follower_id = users.id);
UPDATE categories SET post_count = (SELECT count(*) FROM posts WHERE category_id = categories.id);
UPDATE tags SET post_count = (SELECT count(*) FROM post_tags WHERE tag_id = tags.id);
UPDATE posts SET
  like_count = (SELECT count(*) FROM likes WHERE post_id = posts.id),
  comment_count = (SELECT count(*) FROM comments WHERE post_id = posts.id);
UPDATE comments SET reply_count = (SELECT count(*) FROM comments AS replies WHERE parent_id = comments.id);

INSERT INTO posts_search (posts_search) VALUES ('rebuild');
