-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ProfileKind" AS ENUM ('crowd', 'person');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('up', 'down', 'not_interested', 'seen');

-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('running', 'finished', 'failed');

-- CreateTable
CREATE TABLE "profiles" (
    "id" SERIAL NOT NULL,
    "kind" "ProfileKind" NOT NULL,
    "user_id" INTEGER,
    "person_key" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profiles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "movies" (
    "id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "alternative_titles" TEXT[],
    "year" SMALLINT,
    "genres" TEXT[],
    "countries" TEXT[],
    "language" TEXT,
    "runtime" SMALLINT,
    "directors" TEXT[],
    "cast" TEXT[],
    "keywords" TEXT[],
    "overview" TEXT,
    "poster_path" TEXT,
    "imdb_id" TEXT,
    "tmdb_id" INTEGER,

    CONSTRAINT "movies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ratings" (
    "profile_id" INTEGER NOT NULL,
    "movie_id" INTEGER NOT NULL,
    "half_stars" SMALLINT NOT NULL,
    "rated_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "ratings_pkey" PRIMARY KEY ("profile_id","movie_id")
);

-- CreateTable
CREATE TABLE "tags" (
    "profile_id" INTEGER NOT NULL,
    "movie_id" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,
    "tagged_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "tags_pkey" PRIMARY KEY ("profile_id","movie_id","tag")
);

-- CreateTable
CREATE TABLE "model_runs" (
    "id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "status" "RunStatus" NOT NULL,
    "config" JSONB NOT NULL,
    "seed" INTEGER NOT NULL,
    "snapshot_fingerprint" TEXT NOT NULL,
    "code_version" TEXT NOT NULL,
    "metrics" JSONB NOT NULL DEFAULT '{}',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "artefact" TEXT,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recommendations" (
    "id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "model_run_id" UUID,
    "viewer_id" INTEGER,
    "source_profile_id" INTEGER,
    "source_movie_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recommendations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recommendation_items" (
    "recommendation_id" UUID NOT NULL,
    "rank" SMALLINT NOT NULL,
    "movie_id" INTEGER NOT NULL,
    "score" REAL NOT NULL,
    "predicted_stars" REAL,

    CONSTRAINT "recommendation_items_pkey" PRIMARY KEY ("recommendation_id","rank")
);

-- CreateTable
CREATE TABLE "feedback" (
    "id" UUID NOT NULL,
    "person_id" INTEGER NOT NULL,
    "movie_id" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "recommendation_id" UUID NOT NULL,
    "source_profile_id" INTEGER,
    "source_movie_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_imports" (
    "id" SERIAL NOT NULL,
    "data_set" TEXT NOT NULL,
    "layout" TEXT NOT NULL,
    "synthetic" BOOLEAN NOT NULL DEFAULT false,
    "file_hash" TEXT NOT NULL,
    "report" JSONB NOT NULL,
    "changed_rows" INTEGER NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_imports_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "profiles_user_id_key" ON "profiles"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "profiles_person_key_key" ON "profiles"("person_key");

-- CreateIndex
CREATE INDEX "movies_genres_idx" ON "movies" USING GIN ("genres");

-- CreateIndex
CREATE INDEX "movies_year_idx" ON "movies"("year");

-- CreateIndex
CREATE INDEX "ratings_movie_id_half_stars_idx" ON "ratings"("movie_id", "half_stars");

-- CreateIndex
CREATE INDEX "tags_movie_id_idx" ON "tags"("movie_id");

-- CreateIndex
CREATE INDEX "model_runs_model_started_at_idx" ON "model_runs"("model", "started_at");

-- CreateIndex
CREATE INDEX "recommendations_created_at_method_idx" ON "recommendations"("created_at", "method");

-- CreateIndex
CREATE INDEX "recommendations_viewer_id_idx" ON "recommendations"("viewer_id");

-- CreateIndex
CREATE INDEX "recommendations_model_run_id_idx" ON "recommendations"("model_run_id");

-- CreateIndex
CREATE INDEX "recommendations_source_profile_id_idx" ON "recommendations"("source_profile_id");

-- CreateIndex
CREATE INDEX "recommendations_source_movie_id_idx" ON "recommendations"("source_movie_id");

-- CreateIndex
CREATE INDEX "recommendation_items_movie_id_idx" ON "recommendation_items"("movie_id");

-- CreateIndex
CREATE UNIQUE INDEX "recommendation_items_recommendation_id_movie_id_key" ON "recommendation_items"("recommendation_id", "movie_id");

-- CreateIndex
CREATE INDEX "feedback_created_at_method_verdict_idx" ON "feedback"("created_at", "method", "verdict");

-- CreateIndex
CREATE INDEX "feedback_movie_id_idx" ON "feedback"("movie_id");

-- CreateIndex
CREATE INDEX "feedback_recommendation_id_idx" ON "feedback"("recommendation_id");

-- CreateIndex
CREATE INDEX "feedback_source_profile_id_idx" ON "feedback"("source_profile_id");

-- CreateIndex
CREATE INDEX "feedback_source_movie_id_idx" ON "feedback"("source_movie_id");

-- CreateIndex
CREATE UNIQUE INDEX "feedback_person_id_movie_id_method_key" ON "feedback"("person_id", "movie_id", "method");

-- AddForeignKey
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_profile_id_fkey" FOREIGN KEY ("profile_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_movie_id_fkey" FOREIGN KEY ("movie_id") REFERENCES "movies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tags" ADD CONSTRAINT "tags_profile_id_fkey" FOREIGN KEY ("profile_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tags" ADD CONSTRAINT "tags_movie_id_fkey" FOREIGN KEY ("movie_id") REFERENCES "movies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_model_run_id_fkey" FOREIGN KEY ("model_run_id") REFERENCES "model_runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_viewer_id_fkey" FOREIGN KEY ("viewer_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_source_profile_id_fkey" FOREIGN KEY ("source_profile_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_source_movie_id_fkey" FOREIGN KEY ("source_movie_id") REFERENCES "movies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendation_items" ADD CONSTRAINT "recommendation_items_recommendation_id_fkey" FOREIGN KEY ("recommendation_id") REFERENCES "recommendations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendation_items" ADD CONSTRAINT "recommendation_items_movie_id_fkey" FOREIGN KEY ("movie_id") REFERENCES "movies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_movie_id_fkey" FOREIGN KEY ("movie_id") REFERENCES "movies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_recommendation_id_fkey" FOREIGN KEY ("recommendation_id") REFERENCES "recommendations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_source_profile_id_fkey" FOREIGN KEY ("source_profile_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_source_movie_id_fkey" FOREIGN KEY ("source_movie_id") REFERENCES "movies"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's schema language has no words for ---------------------------------------------------

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- unaccent() is only STABLE because its dictionary could change; ours does not, and a generated column needs IMMUTABLE.
CREATE FUNCTION fold_text(value TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT trim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, value)), '[^[:alnum:]]+', ' ', 'g')) $$;

CREATE FUNCTION fold_titles(title TEXT, alternatives TEXT[]) RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT public.fold_text(title || coalesce(' ' || array_to_string(alternatives, ' '), '')) $$;

ALTER TABLE "movies" ADD COLUMN "search_text" TEXT GENERATED ALWAYS AS (fold_titles("title", "alternative_titles")) STORED;
CREATE INDEX "movies_search_text_idx" ON "movies" USING GIN ("search_text" gin_trgm_ops);

ALTER TABLE "movies"
  ADD CONSTRAINT "movies_id_check" CHECK ("id" > 0),
  ADD CONSTRAINT "movies_title_check" CHECK ("title" <> ''),
  ADD CONSTRAINT "movies_year_check" CHECK ("year" BETWEEN 1870 AND 2100),
  ADD CONSTRAINT "movies_runtime_check" CHECK ("runtime" > 0);
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_kind_check" CHECK (
  ("kind" = 'crowd' AND "user_id" IS NOT NULL AND "person_key" IS NULL) OR
  ("kind" = 'person' AND "user_id" IS NULL AND "person_key" IS NOT NULL));
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_half_stars_check" CHECK ("half_stars" BETWEEN 1 AND 10);
ALTER TABLE "tags" ADD CONSTRAINT "tags_tag_check" CHECK ("tag" <> '');
ALTER TABLE "recommendation_items" ADD CONSTRAINT "recommendation_items_rank_check" CHECK ("rank" >= 1);
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_source_check" CHECK (num_nonnulls("source_profile_id", "source_movie_id") <= 1);
ALTER TABLE "model_runs" ADD CONSTRAINT "model_runs_progress_check" CHECK ("progress" BETWEEN 0 AND 1);
CREATE INDEX "ratings_rated_at_idx" ON "ratings" USING BRIN ("rated_at");

-- The crowd's view of each movie. The Bayesian mean adds 20 ratings of the global mean to each movie's own.
CREATE MATERIALIZED VIEW "movie_stats" AS
WITH crowd AS (
  SELECT r.movie_id, r.half_stars FROM ratings r JOIN profiles p ON p.id = r.profile_id WHERE p.kind = 'crowd'
), overall AS (
  SELECT coalesce(avg(half_stars), 0) / 2.0 AS mean FROM crowd
), per_movie AS (
  SELECT movie_id, count(*)::int AS n, sum(half_stars) / 2.0 AS total,
    ARRAY[
      count(*) FILTER (WHERE half_stars = 1), count(*) FILTER (WHERE half_stars = 2),
      count(*) FILTER (WHERE half_stars = 3), count(*) FILTER (WHERE half_stars = 4),
      count(*) FILTER (WHERE half_stars = 5), count(*) FILTER (WHERE half_stars = 6),
      count(*) FILTER (WHERE half_stars = 7), count(*) FILTER (WHERE half_stars = 8),
      count(*) FILTER (WHERE half_stars = 9), count(*) FILTER (WHERE half_stars = 10)
    ]::int[] AS histogram
  FROM crowd GROUP BY movie_id
)
SELECT m.id AS movie_id,
  coalesce(s.n, 0) AS count,
  (s.total / s.n)::real AS mean,
  ((s.total + 20 * o.mean) / (s.n + 20))::real AS bayesian_mean,
  coalesce(s.histogram, ARRAY[0,0,0,0,0,0,0,0,0,0]) AS histogram
FROM movies m CROSS JOIN overall o LEFT JOIN per_movie s ON s.movie_id = m.id;

CREATE UNIQUE INDEX "movie_stats_movie_id_idx" ON "movie_stats" ("movie_id");
CREATE INDEX "movie_stats_count_idx" ON "movie_stats" ("count" DESC, "movie_id");

-- Movies whose titles match, best first: 5 is the whole title, 4 its beginning, 3 the beginning of a word,
-- 2 anywhere, below 1 a similarity that forgives typos.
CREATE FUNCTION match_movies(query TEXT) RETURNS TABLE (movie_id INT, match REAL)
  LANGUAGE sql STABLE
  SET pg_trgm.word_similarity_threshold = 0.4
  AS $$
    WITH folded AS (SELECT public.fold_text(query) AS q)
    SELECT m.id,
      CASE
        WHEN public.fold_text(m.title) = q THEN 5
        WHEN m.search_text LIKE q || '%' THEN 4
        WHEN ' ' || m.search_text LIKE '% ' || q || '%' THEN 3
        WHEN m.search_text LIKE '%' || q || '%' THEN 2
        ELSE round(public.word_similarity(q, m.search_text)::numeric, 1)::real
      END
    FROM public.movies m, folded
    WHERE q <> '' AND (m.search_text LIKE '%' || q || '%' OR (length(q) > 2 AND q OPERATOR(public.<%) m.search_text))
  $$;

CREATE FUNCTION refresh_movie_stats() RETURNS VOID
  LANGUAGE sql
  AS $$ REFRESH MATERIALIZED VIEW CONCURRENTLY public.movie_stats $$;
