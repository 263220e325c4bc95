package dev.slipway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Ids;
import dev.slipway.testing.TestPostgres;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ResealTests {

  private static final SealedColumn COLUMN = new SealedColumn("webhook_secret", "secret");

  private final JdbcClient jdbc =
      JdbcClient.create(new DriverManagerDataSource(TestPostgres.freshDatabase()));
  private final UUID webhook = Ids.next();
  private final UUID id = Ids.next();

  @Test
  void whatLiesThereInPlainTextIsSealedAtTheStartAndThenWithEveryNewKey() {
    write("whsec_plain");

    start(SealTests.OLD);
    assertThat(stored()).doesNotContain("plain");
    assertThat(open(SealTests.OLD)).isEqualTo("whsec_plain");
    String first = stored();
    start(SealTests.OLD, SealTests.NEW);
    assertThat(stored()).isEqualTo(first);

    start(SealTests.NEW, SealTests.OLD);
    assertThat(open(SealTests.NEW)).isEqualTo("whsec_plain");
    start(SealTests.NEW);
  }

  @Test
  void aProcessWithAnotherKeyDoesNotStartEvenWhereThereIsNoSecretYet() {
    start(SealTests.OLD);
    assertThatThrownBy(() -> start(SealTests.NEW)).isInstanceOf(UnusableKeys.class);
    write("whsec_plain");
    assertThatThrownBy(() -> start(SealTests.NEW)).isInstanceOf(UnusableKeys.class);
    assertThat(stored()).isEqualTo("whsec_plain");
  }

  private void start(String... keys) {
    new Reseal(new Seal(List.of(keys)), List.of(Reseal.CHECK, COLUMN), jdbc).start();
  }

  private String open(String... keys) {
    return new Seal(List.of(keys)).open(stored(), COLUMN.place(id));
  }

  private String stored() {
    return jdbc.sql("select secret from webhook_secret").query(String.class).single();
  }

  private void write(String secret) {
    jdbc.sql(
            """
            insert into webhook
                (id, name, url, types, environments, enabled, created_by, created_at, version)
            values (?, 'w', 'https://example.com', '{}', '{}', true, 'a', now(), 0)
            """)
        .param(webhook)
        .update();
    jdbc.sql(
            "insert into webhook_secret (id, webhook_id, secret, created_at) values (?, ?, ?,"
                + " now())")
        .params(id, webhook, secret)
        .update();
  }
}
