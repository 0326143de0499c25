-- The tag genome: how much each of some thousand tags says about a film.
CREATE TABLE "genome_tags" (
  "tag_id" INTEGER NOT NULL,
  "tag" TEXT NOT NULL,

  CONSTRAINT "genome_tags_pkey" PRIMARY KEY ("tag_id")
);

-- One row a film: a 4-byte little-endian float for every tag, in the order of tag_id; NaN where the source says nothing.
CREATE TABLE "genome_scores" (
  "movie_id" INTEGER NOT NULL,
  "relevance" BYTEA NOT NULL,

  CONSTRAINT "genome_scores_pkey" PRIMARY KEY ("movie_id")
);

ALTER TABLE "genome_scores" ADD CONSTRAINT "genome_scores_movie_id_fkey"
  FOREIGN KEY ("movie_id") REFERENCES "movies" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language has no words for ---------------------------------------------------

ALTER TABLE "genome_tags" ADD CONSTRAINT "genome_tags_tag_check" CHECK ("tag" <> '');
ALTER TABLE "genome_scores" ADD CONSTRAINT "genome_scores_relevance_check" CHECK (length("relevance") % 4 = 0);

-- As for the other parts of a batch: what it replaced, or NULL where it brought the row.
CREATE TABLE "undo_genome_scores" ("import_id" INTEGER NOT NULL, "movie_id" INTEGER NOT NULL, "relevance" BYTEA);
CREATE INDEX "undo_genome_scores_import_id_idx" ON "undo_genome_scores" USING BRIN ("import_id");
