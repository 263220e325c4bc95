package dev.slipway.webhook;

import dev.slipway.base.Ids;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.secret.Seal;
import dev.slipway.secret.SealedColumn;
import dev.slipway.secret.SigningSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The secrets of webhooks. A secret that is replaced still signs for a while. */
@Component
class Secrets {

  private static final String VALID =
      "webhook_id = any (:webhooks) and (expires_at is null or expires_at > :now) order by id desc";

  static final SealedColumn COLUMN = new SealedColumn("webhook_secret", "secret");

  private final JdbcClient jdbc;
  private final WallClock clock;
  private final Seal seal;

  Secrets(JdbcClient jdbc, WallClock clock, Seal seal) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.seal = seal;
  }

  @Bean
  static SealedColumn sealedWebhookSecrets() {
    return COLUMN;
  }

  /**
   * Makes a new secret, which is not shown again. The secrets before it expire after the overlap.
   */
  SigningSecret make(UUID webhook, Duration overlap) {
    SigningSecret secret = SigningSecret.make();
    UUID id = Ids.next();
    Instant now = clock.now();
    jdbc.sql(
            """
            update webhook_secret set expires_at = least(expires_at, :until)
            where webhook_id = :webhook and (expires_at is null or expires_at > :until)
            """)
        .param("webhook", webhook)
        .param("until", Timestamps.utc(now.plus(overlap)))
        .update();
    jdbc.sql(
            """
            insert into webhook_secret (id, webhook_id, secret, created_at)
            values (:id, :webhook, :secret, :now)
            """)
        .param("id", id)
        .param("webhook", webhook)
        .param("secret", seal.seal(secret.text(), COLUMN.place(id)))
        .param("now", Timestamps.utc(now))
        .update();
    return secret;
  }

  /** The secrets with which messages are signed now, the newest first. */
  List<SigningSecret> signing(UUID webhook) {
    return jdbc.sql("select id, secret from webhook_secret where " + VALID)
        .param("webhooks", new UUID[] {webhook})
        .param("now", Timestamps.utc(clock.now()))
        .query((row, number) ->
            new SigningSecret(
                seal.open(row.getString("secret"), COLUMN.place(row.getObject("id", UUID.class)))))
        .list();
  }

  /** The secrets of several webhooks without their values, by webhook, in one query. */
  Map<UUID, List<Webhook.Secret>> shown(Collection<UUID> webhooks) {
    Map<UUID, List<Webhook.Secret>> shown = new HashMap<>();
    jdbc.sql("select webhook_id, id, created_at, expires_at from webhook_secret where " + VALID)
        .param("webhooks", webhooks.toArray(UUID[]::new))
        .param("now", Timestamps.utc(clock.now()))
        .query(row -> {
          shown
              .computeIfAbsent(row.getObject("webhook_id", UUID.class), _ -> new ArrayList<>())
              .add(
                  new Webhook.Secret(
                      row.getObject("id", UUID.class),
                      Timestamps.read(row, "created_at"),
                      Timestamps.readIfAny(row, "expires_at")));
        });
    return shown;
  }
}
