package dev.slipway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.WallClock;
import dev.slipway.testing.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProcessClockTests {

  private final JdbcClient jdbc = database();

  @Test
  void aClockThatIsAheadOfTheDatabasesOrBehindItIsTold() {
    assertThat(ahead(Duration.ofHours(1))).isBetween(3540.0, 3600.0);
    assertThat(ahead(Duration.ofHours(-1))).isBetween(-3600.0, -3540.0);
  }

  @Test
  void theTimeThatTheQuestionTakesIsNoDifference() {
    assertThat(ahead(Duration.ZERO)).isZero();
  }

  private double ahead(Duration wrong) {
    WallClock right = WallClock.system();
    var clock = new WallClock(() -> right.now().plus(wrong));
    return new ProcessClock(jdbc, clock).read().getFirst().value();
  }

  private static JdbcClient database() {
    var postgres = new PGSimpleDataSource();
    postgres.setUrl(TestPostgres.freshDatabase());
    return JdbcClient.create(postgres);
  }
}
