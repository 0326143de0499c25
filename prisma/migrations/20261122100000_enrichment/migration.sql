-- CreateEnum
CREATE TYPE "DataImportKind" AS ENUM ('data_set', 'enrichment');

-- AlterTable
ALTER TABLE "data_imports" ADD COLUMN "kind" "DataImportKind" NOT NULL DEFAULT 'data_set';

-- AlterTable
ALTER TABLE "movies" ADD COLUMN "tagline" TEXT,
ADD COLUMN "backdrop_path" TEXT,
ADD COLUMN "release_date" DATE,
ADD COLUMN "popularity" REAL,
ADD COLUMN "vote_average" REAL,
ADD COLUMN "vote_count" INTEGER,
ADD COLUMN "collection" TEXT,
ADD COLUMN "enriched_at" TIMESTAMPTZ(3),
ADD COLUMN "enrichment_source" TEXT,
ADD COLUMN "enriched_fields" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- What Prisma's schema language has no words for ---------------------------------------------------

ALTER TABLE "movies"
  ADD CONSTRAINT "movies_popularity_check" CHECK ("popularity" >= 0),
  ADD CONSTRAINT "movies_vote_average_check" CHECK ("vote_average" BETWEEN 0 AND 10),
  ADD CONSTRAINT "movies_vote_count_check" CHECK ("vote_count" >= 0),
  ADD CONSTRAINT "movies_enriched_check" CHECK (("enriched_at" IS NULL) = ("enrichment_source" IS NULL));
