-- Keys of programs that use the API. Of the key itself only a hash is kept.
CREATE TYPE "ApiScope" AS ENUM ('read', 'write', 'admin');

CREATE TABLE "api_keys" (
  "id" SERIAL NOT NULL,
  "name" TEXT NOT NULL,
  "prefix" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  "scope" "ApiScope" NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3),
  "last_used_at" TIMESTAMPTZ(3),
  CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "api_keys_prefix_key" ON "api_keys" ("prefix");
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys" ("hash");
