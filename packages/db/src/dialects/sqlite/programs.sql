-- What drizzle-kit does not know of: counters and the search index. Migrations run without these, and they are made
-- anew afterwards (see migrate.ts). Every statement may run any number of times.

DROP TRIGGER IF EXISTS posts_counted_insert;
CREATE TRIGGER posts_counted_insert AFTER INSERT ON posts BEGIN
  UPDATE users SET post_count = post_count + 1 WHERE id = NEW.author_id;
  UPDATE categories SET post_count = post_count + 1 WHERE id = NEW.category_id;
END;

DROP TRIGGER IF EXISTS posts_counted_delete;
CREATE TRIGGER posts_counted_delete AFTER DELETE ON posts BEGIN
  UPDATE users SET post_count = post_count - 1 WHERE id = OLD.author_id;
  UPDATE categories SET post_count = post_count - 1 WHERE id = OLD.category_id;
END;

DROP TRIGGER IF EXISTS posts_counted_author;
CREATE TRIGGER posts_counted_author AFTER UPDATE OF author_id ON posts WHEN OLD.author_id <> NEW.author_id BEGIN
  UPDATE users SET post_count = post_count - 1 WHERE id = OLD.author_id;
  UPDATE users SET post_count = post_count + 1 WHERE id = NEW.author_id;
END;

DROP TRIGGER IF EXISTS posts_counted_category;
CREATE TRIGGER posts_counted_category AFTER UPDATE OF category_id ON posts WHEN OLD.category_id IS NOT NEW.category_id BEGIN
  UPDATE categories SET post_count = post_count - 1 WHERE id = OLD.category_id;
  UPDATE categories SET post_count = post_count + 1 WHERE id = NEW.category_id;
END;

DROP TRIGGER IF EXISTS post_tags_counted_insert;
CREATE TRIGGER post_tags_counted_insert AFTER INSERT ON post_tags BEGIN
  UPDATE tags SET post_count = post_count + 1 WHERE id = NEW.tag_id;
END;

DROP TRIGGER IF EXISTS post_tags_counted_delete;
CREATE TRIGGER post_tags_counted_delete AFTER DELETE ON post_tags BEGIN
  UPDATE tags SET post_count = post_count - 1 WHERE id = OLD.tag_id;
END;

DROP TRIGGER IF EXISTS comments_counted_insert;
CREATE TRIGGER comments_counted_insert AFTER INSERT ON comments BEGIN
  UPDATE posts SET comment_count = comment_count + 1 WHERE id = NEW.post_id;
  UPDATE comments SET reply_count = reply_count + 1 WHERE id = NEW.parent_id;
END;

DROP TRIGGER IF EXISTS comments_counted_delete;
CREATE TRIGGER comments_counted_delete AFTER DELETE ON comments BEGIN
  UPDATE posts SET comment_count = comment_count - 1 WHERE id = OLD.post_id;
  UPDATE comments SET reply_count = reply_count - 1 WHERE id = OLD.parent_id;
END;

DROP TRIGGER IF EXISTS likes_counted_insert;
CREATE TRIGGER likes_counted_insert AFTER INSERT ON likes BEGIN
  UPDATE posts SET like_count = like_count + 1 WHERE id = NEW.post_id;
END;

DROP TRIGGER IF EXISTS likes_counted_delete;
CREATE TRIGGER likes_counted_delete AFTER DELETE ON likes BEGIN
  UPDATE posts SET like_count = like_count - 1 WHERE id = OLD.post_id;
END;

DROP TRIGGER IF EXISTS follows_counted_insert;
CREATE TRIGGER follows_counted_insert AFTER INSERT ON follows BEGIN
  UPDATE users SET follower_count = follower_count + 1 WHERE id = NEW.followee_id;
  UPDATE users SET following_count = following_count + 1 WHERE id = NEW.follower_id;
END;

DROP TRIGGER IF EXISTS follows_counted_delete;
CREATE TRIGGER follows_counted_delete AFTER DELETE ON follows BEGIN
  UPDATE users SET follower_count = follower_count - 1 WHERE id = OLD.followee_id;
  UPDATE users SET following_count = following_count - 1 WHERE id = OLD.follower_id;
END;

-- Substring search: an index of every three letters in a row. It holds no text of its own.
CREATE VIRTUAL TABLE IF NOT EXISTS posts_search USING fts5(
  title, content, content = 'posts', content_rowid = 'id', tokenize = 'trigram'
);

DROP TRIGGER IF EXISTS posts_searched_insert;
CREATE TRIGGER posts_searched_insert AFTER INSERT ON posts BEGIN
  INSERT INTO posts_search (rowid, title, content) VALUES (NEW.id, NEW.title, NEW.content);
END;

DROP TRIGGER IF EXISTS posts_searched_delete;
CREATE TRIGGER posts_searched_delete AFTER DELETE ON posts BEGIN
  INSERT INTO posts_search (posts_search, rowid, title, content) VALUES ('delete', OLD.id, OLD.title, OLD.content);
END;

DROP TRIGGER IF EXISTS posts_searched_update;
CREATE TRIGGER posts_searched_update AFTER UPDATE OF title, content ON posts BEGIN
  INSERT INTO posts_search (posts_search, rowid, title, content) VALUES ('delete', OLD.id, OLD.title, OLD.content);
  INSERT INTO posts_search (rowid, title, content) VALUES (NEW.id, NEW.title, NEW.content);
END;
