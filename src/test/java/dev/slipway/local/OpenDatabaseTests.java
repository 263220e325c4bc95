package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.base.LoopbackPorts;
import dev.slipway.base.StartRefused;
import dev.slipway.base.WallClock;
import dev.slipway.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What a start makes of the database that it finds. Alone, since it reads the log. */
@Isolated
@ExtendWith(OutputCaptureExtension.class)
class OpenDatabaseTests {

  private final String url = TestPostgres.freshDatabase();
  private final JdbcClient jdbc = JdbcClient.create(TestPostgres.dataSource(url));

  @AutoClose private final HikariDataSource pool = new HikariDataSource();

  /** By how much this machine's clock is ahead of the database's. */
  private Duration ahead = Duration.ZERO;

  private int pauses;
  private Duration pause = Duration.ofSeconds(1);
  private Duration silence = Duration.ofSeconds(20);

  @Test
  void aSchemaOfANewerProgramIsRefusedUnlessSomebodyGoesBackOnPurpose() {
    open(TestPostgres.dataSource(url), false);
    jdbc.sql(
            """
            insert into flyway_schema_history
                (installed_rank, version, description, type, script, installed_by, execution_time,
                 success)
            values (9999, '9001', 'what is to come', 'SQL', 'V9001__what_is_to_come.sql', 'x', 1,
                    true)
            """)
        .update();

    var refused = refused(() -> open(TestPostgres.dataSource(url), false));
    assertThat(refused.reason())
        .contains("newer Slipway", "9001 (what is to come)")
        .contains("this one knows none after 00");
    assertThat(refused.remedy()).contains("SLIPWAY_ALLOW_NEWER_SCHEMA", "docs/upgrading.md");

    assertThatCode(() -> open(TestPostgres.dataSource(url), true)).doesNotThrowAnyException();
  }

  @Test
  void aDatabaseThatIsLateIsWaitedForWithOneLineInTheLog(CapturedOutput output) {
    var late = new Late(TestPostgres.dataSource(url), 30, "57P03");
    open(late, false);
    assertThat(pauses).isEqualTo(30);
    assertThat(output.toString().split("does not answer yet", -1)).hasSize(2);
  }

  @Test
  void oneThatDoesNotComeIsWaitedForAMinuteAndThenRefused() throws IOException {
    pool.setJdbcUrl(
        "jdbc:postgresql://127.0.0.1:%d/slipway?password=s3cret".formatted(LoopbackPorts.free()));
    var refused = refused(() -> open(pool, false));
    assertThat(pauses).isEqualTo(60);
    assertThat(refused.reason())
        .contains(pool.getJdbcUrl().replaceFirst("\\?.*", ""), "has not answered for 60 s")
        .doesNotContain("s3cret");
    assertThat(refused.remedy()).contains("spring.datasource.url (SPRING_DATASOURCE_URL)");
  }

  @Test
  void ofOneWhoseHostHasNoAddressTheHostIsNamed() {
    pause = Duration.ofSeconds(60);
    pool.setJdbcUrl("jdbc:postgresql://no-such-host.invalid/slipway");
    assertThat(refused(() -> open(pool, false)).reason())
        .contains("no host is known by the name no-such-host.invalid");
  }

  @Test
  void oneThatIsNotThereOnAServerThatIsThereIsRefusedAtOnce() {
    pool.setJdbcUrl(url.replaceFirst("/[^/?]+(\\?|$)", "/nowhere$1"));
    pool.setUsername("postgres");
    var refused = refused(() -> open(pool, false));
    assertThat(pauses).isZero();
    assertThat(refused.reason()).contains("does not exist", "nowhere");
    assertThat(refused.remedy()).contains("SPRING_DATASOURCE_URL");
  }

  @Test
  void soIsAUserWhomItDoesNotLetIn(CapturedOutput output) {
    pool.setJdbcUrl(url.replaceFirst("\\?.*", ""));
    pool.setUsername("nobody");
    var refused = refused(() -> open(pool, false));
    assertThat(pauses).isZero();
    assertThat(refused.reason()).contains("does not let Slipway in", "nobody");
    assertThat(refused.remedy())
        .contains(
            "spring.datasource.username",
            "SPRING_DATASOURCE_USERNAME",
            "spring.datasource.password",
            "SPRING_DATASOURCE_PASSWORD");
    assertThat(output).doesNotContain("SQLException");
  }

  @Test
  void soIsOneThatWantsAPasswordWhereNoneIsSet() {
    var refused = refused(() -> open(new Late(TestPostgres.dataSource(url), 90, "08004"), false));
    assertThat(pauses).isZero();
    assertThat(refused.remedy()).contains("SPRING_DATASOURCE_PASSWORD");
  }

  @Test
  void soIsAUrlThatTheDriverDoesNotTakeWithoutShowingWhatMayBeSecretInIt() {
    pool.setJdbcUrl("jdbc:postgresql://slipway:s3cret@db/slipway?password=s3cret");
    var refused = refused(() -> open(pool, false));
    assertThat(refused.reason())
        .contains("jdbc:postgresql://…@db/slipway")
        .doesNotContain("s3cret");
    assertThat(refused.remedy()).contains("SPRING_DATASOURCE_URL");
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void oneThatIsReachedAndSaysNothingIsNotWaitedForWithoutEnd() throws IOException {
    pause = Duration.ofSeconds(60);
    silence = Duration.ofSeconds(1);
    try (var silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      pool.setJdbcUrl(
          "jdbc:postgresql://127.0.0.1:%d/slipway?sslmode=disable"
              .formatted(silent.getLocalPort()));
      assertThat(refused(() -> open(pool, false)).reason()).contains("has not answered for 60 s");
    }
  }

  @Test
  void aClockThatDiffersByMoreThanHalfAMinuteIsRefused() {
    ahead = Duration.ofSeconds(20);
    open(TestPostgres.dataSource(url), false);
    ahead = Duration.ofHours(1);
    assertThat(refused(() -> open(TestPostgres.dataSource(url), false)).reason())
        .contains("s ahead of the database's");
    ahead = Duration.ofHours(-1);
    assertThat(refused(() -> open(TestPostgres.dataSource(url), false)).reason())
        .contains("s behind the database's");
  }

  private void open(DataSource database, boolean allowNewer) {
    var clock = new WallClock(() -> Instant.now().plus(ahead));
    Instant began = Instant.now();
    var ticked = new WallClock(() -> began.plus(pause.multipliedBy(pauses)));
    var await =
        new AwaitDatabase(
            ticked,
            silence,
            () -> {
              pauses++;
              return false;
            });
    new OpenDatabase(clock, await, allowNewer)
        .migrate(
            Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load());
  }

  private static StartRefused refused(ThrowingCallable start) {
    StartRefused[] refused = new StartRefused[1];
    assertThatThrownBy(start).isInstanceOfSatisfying(StartRefused.class, it -> refused[0] = it);
    return refused[0];
  }

  /** A database that takes some tries to come. */
  private static final class Late extends DelegatingDataSource {

    private final AtomicInteger tries = new AtomicInteger();
    private final int failing;
    private final String state;

    Late(DataSource database, int failing, String state) {
      super(database);
      this.failing = failing;
      this.state = state;
    }

    @Override
    public java.sql.Connection getConnection() throws SQLException {
      if (tries.incrementAndGet() <= failing) {
        throw new SQLException("the database system is starting up", state);
      }
      return super.getConnection();
    }
  }
}
