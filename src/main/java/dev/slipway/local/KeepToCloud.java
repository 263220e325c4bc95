package dev.slipway.local;

import dev.slipway.base.StartRefused;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a database to the cloud of its first start: records of real deployments are not taken for
 * rehearsed ones, nor the other way round, because one start was configured otherwise.
 */
@Component
class KeepToCloud implements SmartLifecycle {

  private final String cloud;
  private final JdbcClient jdbc;
  private boolean running;

  KeepToCloud(Environment environment, JdbcClient jdbc) {
    this.cloud = environment.getRequiredProperty("slipway.cloud").strip();
    this.jdbc = jdbc;
  }

  /** {@inheritDoc} Before everything else that writes, listens or works. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  @Override
  public void start() {
    // Of processes that start together one writes, and all read what it wrote.
    jdbc.sql("insert into installation (cloud) values (?) on conflict do nothing")
        .param(cloud)
        .update();
    String recorded = jdbc.sql("select cloud from installation").query(String.class).single();
    if (!recorded.equals(cloud)) {
      throw new StartRefused(
          "The database holds %s (slipway.cloud=%s), but slipway.cloud is \"%s\"."
              .formatted(
                  recorded.equals("aws") ? "real deployments in AWS" : "rehearsed deployments",
                  recorded,
                  cloud),
          "Set SLIPWAY_CLOUD=%s to go on with them, or SPRING_DATASOURCE_URL to another database."
              .formatted(recorded));
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
