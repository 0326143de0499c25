-- Every import is a batch that can be listed and undone.
ALTER TABLE "data_imports"
  ADD COLUMN "label" TEXT,
  ADD COLUMN "undoable" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "filled" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "undoes" INTEGER,
  ADD COLUMN "undone_at" TIMESTAMPTZ(3);

CREATE UNIQUE INDEX "data_imports_undoes_key" ON "data_imports" ("undoes");
ALTER TABLE "data_imports" ADD CONSTRAINT "data_imports_undoes_fkey"
  FOREIGN KEY ("undoes") REFERENCES "data_imports" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What a batch replaced: the values before it, or NULL where the batch brought the row. No keys towards the rows
-- themselves: they may go by other ways, and then there is nothing left to undo.
CREATE TABLE "undo_movies" ("import_id" INTEGER NOT NULL, "movie_id" INTEGER NOT NULL, "before" JSONB);
CREATE TABLE "undo_profiles" ("import_id" INTEGER NOT NULL, "profile_id" INTEGER NOT NULL);
CREATE TABLE "undo_ratings" (
  "import_id" INTEGER NOT NULL,
  "profile_id" INTEGER NOT NULL,
  "movie_id" INTEGER NOT NULL,
  "half_stars" SMALLINT,
  "rated_at" TIMESTAMPTZ(0)
);
CREATE TABLE "undo_tags" (
  "import_id" INTEGER NOT NULL,
  "profile_id" INTEGER NOT NULL,
  "movie_id" INTEGER NOT NULL,
  "tag" TEXT NOT NULL,
  "tagged_at" TIMESTAMPTZ(0)
);

-- Batches are written one after the other, so the smallest of indexes finds them.
CREATE INDEX "undo_movies_import_id_idx" ON "undo_movies" USING BRIN ("import_id");
CREATE INDEX "undo_profiles_import_id_idx" ON "undo_profiles" USING BRIN ("import_id");
CREATE INDEX "undo_ratings_import_id_idx" ON "undo_ratings" USING BRIN ("import_id");
CREATE INDEX "undo_tags_import_id_idx" ON "undo_tags" USING BRIN ("import_id");
