-- The items of a recommendation are written once and read as a whole, so they are one row with it. On the log this is
-- eight times as fast as a row, two indexes and two foreign keys for every item.
ALTER TABLE "recommendations"
  ADD COLUMN "movie_ids" INTEGER[] NOT NULL DEFAULT '{}',
  ADD COLUMN "scores" REAL[] NOT NULL DEFAULT '{}',
  ADD COLUMN "predicted_stars" REAL[];

UPDATE "recommendations" r SET "movie_ids" = i.movie_ids, "scores" = i.scores, "predicted_stars" = i.predicted_stars
FROM (
  SELECT recommendation_id, array_agg(movie_id ORDER BY rank) AS movie_ids, array_agg(score ORDER BY rank) AS scores,
    CASE WHEN count(predicted_stars) > 0 THEN array_agg(predicted_stars ORDER BY rank) END AS predicted_stars
  FROM "recommendation_items" GROUP BY recommendation_id
) i WHERE i.recommendation_id = r.id;

DROP TABLE "recommendation_items";

-- AlterTable
ALTER TABLE "profiles" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0;

-- What Prisma's schema language has no words for ---------------------------------------------------

ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_items_check" CHECK (
  cardinality("movie_ids") = cardinality("scores") AND cardinality("movie_ids") = cardinality(coalesce("predicted_stars", "scores")));

-- The same, one row for each item, for whoever counts or exports them.
CREATE VIEW "recommendation_items" AS
  SELECT r.id AS recommendation_id, i.rank::smallint AS rank, i.movie_id, i.score, i.predicted_stars
  FROM "recommendations" r
  CROSS JOIN LATERAL unnest(r.movie_ids, r.scores, r.predicted_stars) WITH ORDINALITY
    AS i(movie_id, score, predicted_stars, rank);

-- Whatever changes what a person rated or judged makes a new version of the person, in the same transaction, whoever
-- writes it. What was worked out for a version holds as long as the version does.
CREATE FUNCTION renew_raters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.profiles SET version = version + 1
  WHERE kind = 'person' AND id IN (SELECT profile_id FROM changed);
  RETURN NULL;
END $$;

CREATE FUNCTION renew_judges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.profiles SET version = version + 1 WHERE id IN (SELECT person_id FROM changed);
  RETURN NULL;
END $$;

CREATE TRIGGER ratings_added AFTER INSERT ON "ratings" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_raters();
CREATE TRIGGER ratings_changed AFTER UPDATE ON "ratings" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_raters();
CREATE TRIGGER ratings_removed AFTER DELETE ON "ratings" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_raters();
CREATE TRIGGER feedback_added AFTER INSERT ON "feedback" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_judges();
CREATE TRIGGER feedback_changed AFTER UPDATE ON "feedback" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_judges();
CREATE TRIGGER feedback_removed AFTER DELETE ON "feedback" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_judges();
