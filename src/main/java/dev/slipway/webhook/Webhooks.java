package dev.slipway.webhook;

import dev.slipway.base.Failure;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads webhooks, with their secrets' dates. {@link EditWebhooks} changes them. */
@Component
class Webhooks {

  private static final String SELECT = "select * from webhook ";

  private final JdbcClient jdbc;
  private final Secrets secrets;

  Webhooks(JdbcClient jdbc, Secrets secrets) {
    this.jdbc = jdbc;
    this.secrets = secrets;
  }

  /**
   * The one of this name.
   *
   * @throws Failure.NotFound {@code no-such-webhook}
   */
  Webhook byName(String name) {
    return find(name, "");
  }

  /**
   * The webhook of this name, locked: nobody else changes it until the caller's transaction ends.
   *
   * @throws Failure.NotFound {@code no-such-webhook}
   */
  @Transactional(propagation = Propagation.MANDATORY)
  Webhook locked(String name) {
    return find(name, "for update");
  }

  Webhook byId(UUID id) {
    return withSecrets(jdbc.sql(SELECT + "where id = ?").param(id).query(Webhooks::row).single());
  }

  /** Newest first. */
  Page<Webhook> list(PageRequest page) {
    return page.page(
        withSecrets(
            jdbc.sql(
                    SELECT
                        + """
                        where (:after::uuid is null or id < :after)
                        order by id desc limit :limit
                        """)
                .param("after", page.afterId())
                .param("limit", page.limit())
                .query(Webhooks::row)
                .list()),
        Webhook::id);
  }

  private Webhook find(String name, String lock) {
    return jdbc.sql(SELECT + "where name = ? " + lock)
        .param(name)
        .query(Webhooks::row)
        .optional()
        .map(this::withSecrets)
        .orElseThrow(() ->
            new Failure.NotFound(
                "no-such-webhook",
                "There is no webhook \"%s\"; GET /v1/webhooks lists those there are."
                    .formatted(name)));
  }

  private Webhook withSecrets(Webhook webhook) {
    return withSecrets(List.of(webhook)).getFirst();
  }

  /**
   * Adds the secrets after the webhooks' rows have been read: while they are read it would take a
   * second connection.
   */
  private List<Webhook> withSecrets(List<Webhook> webhooks) {
    Map<UUID, List<Webhook.Secret>> shown =
        secrets.shown(webhooks.stream().map(Webhook::id).toList());
    return webhooks.stream()
        .map(one -> withSecrets(one, shown.getOrDefault(one.id(), List.of())))
        .toList();
  }

  private static Webhook withSecrets(Webhook webhook, List<Webhook.Secret> secrets) {
    return new Webhook(
        webhook.id(),
        webhook.name(),
        webhook.url(),
        webhook.types(),
        webhook.environments(),
        webhook.enabled(),
        webhook.disabledReason(),
        webhook.failingSince(),
        secrets,
        webhook.createdBy(),
        webhook.createdAt(),
        webhook.rowVersion());
  }

  private static Webhook row(ResultSet row, int number) throws SQLException {
    return new Webhook(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("url"),
        List.of((String[]) row.getArray("types").getArray()),
        List.of((String[]) row.getArray("environments").getArray()),
        row.getBoolean("enabled"),
        row.getString("disabled_reason"),
        Timestamps.readIfAny(row, "failing_since"),
        List.of(),
        row.getString("created_by"),
        Timestamps.read(row, "created_at"),
        row.getLong("version"));
  }
}
