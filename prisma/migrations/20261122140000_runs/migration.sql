-- AlterEnum
ALTER TYPE "RunStatus" ADD VALUE 'queued' BEFORE 'running';
ALTER TYPE "RunStatus" ADD VALUE 'cancelled';

-- CreateEnum
CREATE TYPE "AliasMoveKind" AS ENUM ('first', 'promotion', 'rollback', 'refit');

-- AlterTable
ALTER TABLE "model_runs" ADD COLUMN "requested_by" TEXT NOT NULL DEFAULT 'start',
ADD COLUMN "attempts" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "measure_requested" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "fit_seconds" DOUBLE PRECISION,
ADD COLUMN "peak_bytes" BIGINT,
ADD COLUMN "curves" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "mlflow_run_id" TEXT,
ADD COLUMN "mlflow_logged_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "run_evaluations" (
    "run_id" UUID NOT NULL,
    "split" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "people" INTEGER NOT NULL,
    "metrics" JSONB NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "figures" TEXT[],
    "person_ids" BYTEA NOT NULL,
    "person_values" BYTEA NOT NULL,
    "measured_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_evaluations_pkey" PRIMARY KEY ("run_id","split")
);

-- CreateTable
CREATE TABLE "model_aliases" (
    "alias" TEXT NOT NULL,
    "run_id" UUID,
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_aliases_pkey" PRIMARY KEY ("alias")
);

-- CreateTable
CREATE TABLE "alias_moves" (
    "id" SERIAL NOT NULL,
    "alias" TEXT NOT NULL,
    "from_run_id" UUID,
    "to_run_id" UUID,
    "moved_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "forced" BOOLEAN NOT NULL DEFAULT false,
    "kind" "AliasMoveKind" NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alias_moves_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alias_moves_alias_id_idx" ON "alias_moves"("alias", "id");

-- CreateIndex
CREATE INDEX "model_runs_status_started_at_idx" ON "model_runs"("status", "started_at");

-- AddForeignKey
ALTER TABLE "run_evaluations" ADD CONSTRAINT "run_evaluations_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "model_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_aliases" ADD CONSTRAINT "model_aliases_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "model_runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alias_moves" ADD CONSTRAINT "alias_moves_from_run_id_fkey" FOREIGN KEY ("from_run_id") REFERENCES "model_runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alias_moves" ADD CONSTRAINT "alias_moves_to_run_id_fkey" FOREIGN KEY ("to_run_id") REFERENCES "model_runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma's schema language has no words for ---------------------------------------------------

ALTER TABLE "model_aliases" ADD CONSTRAINT "model_aliases_alias_check" CHECK ("alias" IN ('champion', 'challenger'));
ALTER TABLE "alias_moves" ADD CONSTRAINT "alias_moves_alias_check" CHECK ("alias" IN ('champion', 'challenger'));
ALTER TABLE "alias_moves" ADD CONSTRAINT "alias_moves_forced_check" CHECK (NOT "forced" OR length("reason") > 0);
