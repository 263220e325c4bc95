package dev.slipway.secret;

import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * At the start, seals with the newest key what another one sealed, or what is not sealed yet, so
 * that an old key can be taken out of the settings afterwards. A process whose keys do not open
 * what lies in the database does not start.
 */
@Component
class Reseal implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Reseal.class);

  /** One row that proves the keys also while there is no secret. */
  static final SealedColumn CHECK = new SealedColumn("secret_check", "sealed");

  private static final UUID ONLY = new UUID(0, 0);

  private final Seal seal;
  private final List<SealedColumn> columns;
  private final JdbcClient jdbc;
  private boolean running;

  Reseal(Seal seal, List<SealedColumn> columns, JdbcClient jdbc) {
    this.seal = seal;
    this.columns = List.copyOf(columns);
    this.jdbc = jdbc;
  }

  private record Stored(UUID id, String text) {}

  /** {@inheritDoc} Before anything listens, signs or sends. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public void start() {
    leaveProof();
    columns.forEach(this::reseal);
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

  private void leaveProof() {
    jdbc.sql("insert into secret_check (id, sealed) values (?, ?) on conflict do nothing")
        .params(ONLY, seal.seal("opens", CHECK.place(ONLY)))
        .update();
  }

  private void reseal(SealedColumn column) {
    List<Stored> others =
        jdbc
            .sql("select id, %s as text from %s".formatted(column.column(), column.table()))
            .query(
                (row, number) -> new Stored(row.getObject("id", UUID.class), row.getString("text")))
            .list()
            .stream()
            .filter(stored -> !seal.isCurrent(stored.text()))
            .toList();
    for (Stored stored : others) {
      String place = column.place(stored.id());
      String secret =
          stored.text().startsWith(Seal.PREFIX) ? seal.open(stored.text(), place) : stored.text();
      // Only if it is still as it was read: another process may be doing the same.
      jdbc.sql(
              "update %1$s set %2$s = ? where id = ? and %2$s = ?"
                  .formatted(column.table(), column.column()))
          .params(seal.seal(secret, place), stored.id(), stored.text())
          .update();
    }
    if (!others.isEmpty()) {
      LOG.info("Sealed {} secrets of {} with the newest key", others.size(), column.table());
    }
  }
}
