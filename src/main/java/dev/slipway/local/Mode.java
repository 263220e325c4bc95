package dev.slipway.local;

import dev.slipway.base.StartRefused;
import org.jspecify.annotations.Nullable;

/** Where a process keeps its records and which cloud it speaks to. */
enum Mode {
  /** Records in the embedded Postgres, cloud simulated, loopback only. */
  LOCAL,
  /** Records in a configured database, cloud simulated: releases are rehearsed as a team. */
  REHEARSAL,
  /** Records in a configured database, deployments in AWS. */
  AWS;

  /**
   * Decides from what is configured. Nothing is ever simulated silently: with a database somebody
   * has to say which cloud is meant.
   *
   * @param databaseUrl {@code spring.datasource.url}
   * @param cloud {@code slipway.cloud}
   * @param embeddedPostgres whether the embedded Postgres is on the class path
   * @throws StartRefused where the combination has no safe meaning
   */
  static Mode decide(
      @Nullable String databaseUrl, @Nullable String cloud, boolean embeddedPostgres) {
    boolean database = databaseUrl != null && !databaseUrl.isBlank();
    if (cloud == null || cloud.isBlank()) {
      if (database) {
        throw new StartRefused(
            "A database is configured, so slipway.cloud must be named too: \"aws\" (real"
                + " deployments in your account) or \"simulator\" (nothing leaves this machine).",
            "Set SLIPWAY_CLOUD=aws or SLIPWAY_CLOUD=simulator.");
      }
      return local(embeddedPostgres);
    }
    return switch (cloud.strip()) {
      case "simulator" -> database ? REHEARSAL : local(embeddedPostgres);
      case "aws" -> {
        if (!database) {
          throw new StartRefused(
              "slipway.cloud=aws needs a PostgreSQL of your own: records of real deployments are"
                  + " not kept in the embedded one.",
              "Set SPRING_DATASOURCE_URL (and SPRING_DATASOURCE_USERNAME,"
                  + " SPRING_DATASOURCE_PASSWORD), or leave SLIPWAY_CLOUD unset for local mode.");
        }
        yield AWS;
      }
      default ->
          throw new StartRefused(
              "slipway.cloud is \"%s\"; it can be \"aws\" or \"simulator\".".formatted(cloud),
              "Set SLIPWAY_CLOUD=aws or SLIPWAY_CLOUD=simulator.");
    };
  }

  private static Mode local(boolean embeddedPostgres) {
    if (!embeddedPostgres) {
      throw new StartRefused(
          "The packaged Slipway brings no database of its own and none is configured.",
          "Set SPRING_DATASOURCE_URL to a PostgreSQL database (with SPRING_DATASOURCE_USERNAME and"
              + " SPRING_DATASOURCE_PASSWORD) and SLIPWAY_CLOUD to aws or simulator. To try Slipway"
              + " without any of this, run mvn spring-boot:run in its source tree.");
    }
    return LOCAL;
  }
}
