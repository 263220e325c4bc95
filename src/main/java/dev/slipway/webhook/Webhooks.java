package dev.slipway.webhook;

import dev.slipway.access.Principal;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.secret.SigningSecret;
import dev.slipway.web.PageRequest;
import dev.slipway.web.Preconditions;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The webhooks. */
@Component
class Webhooks {

  private static final String SELECT = "select * from webhook ";

  private final JdbcClient jdbc;
  private final WallClock clock;
  private final WebhookFacts facts;
  private final Secrets secrets;
  private final WebhookSettings settings;

  Webhooks(
      JdbcClient jdbc,
      WallClock clock,
      WebhookFacts facts,
      Secrets secrets,
      WebhookSettings settings) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.facts = facts;
    this.secrets = secrets;
    this.settings = settings;
  }

  /**
   * Makes one, with a secret that is not told again.
   *
   * @throws Failure.Invalid when a field is outside its limits
   * @throws Failure.Refused {@code webhook-address-refused}
   * @throws Failure.Conflict {@code webhook-exists}
   */
  @Transactional
  Webhook.WithSecret create(NewWebhook wanted, Principal by) {
    wanted.check(settings.allowInternal());
    UUID id = Ids.next();
    try {
      jdbc.sql(
              """
              insert into webhook
                  (id, name, url, types, environments, enabled, created_by, created_at, version)
              values (:id, :name, :url, :types::text[], :environments::text[], :enabled, :by, :now, 0)
              """)
          .param("id", id)
          .param("name", wanted.name())
          .param("url", wanted.url())
          .param("types", array(wanted.types()))
          .param("environments", array(wanted.environments()))
          .param("enabled", wanted.enabled() == null || wanted.enabled())
          .param("by", by.name())
          .param("now", Timestamps.utc(clock.now()))
          .update();
    } catch (DuplicateKeyException e) {
      throw new Failure.Conflict(
          "webhook-exists",
          "There is a webhook \"%s\" already; change it with PATCH, or choose another name."
              .formatted(wanted.name()),
          path(wanted.name()));
    }
    SigningSecret secret = secrets.make(id, Duration.ZERO);
    Webhook made = byName(wanted.name());
    facts.tell(
        made,
        "webhook.created",
        by.name(),
        "Created webhook %s to %s.".formatted(made.name(), host(made)),
        Map.of("host", host(made), "types", made.types(), "environments", made.environments()));
    return new Webhook.WithSecret(made, secret.text());
  }

  /**
   * The one of this name.
   *
   * @throws Failure.NotFound {@code no-such-webhook}
   */
  Webhook byName(String name) {
    return find(name, "");
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

  /**
   * Changes what the change names. To enable one again forgets its failures.
   *
   * @throws Failure.Precondition when the caller has not seen the present state
   */
  @Transactional
  Webhook change(String name, NewWebhook.Change change, @Nullable String ifMatch, Principal by) {
    change.check(settings.allowInternal());
    Webhook before = find(name, "for update");
    Preconditions.require(ifMatch, before.rowVersion());
    jdbc.sql(
            """
            update webhook
            set url = coalesce(:url, url),
                types = coalesce(:types::text[], types),
                environments = coalesce(:environments::text[], environments),
                enabled = coalesce(:enabled, enabled),
                disabled_reason = case when :enabled::boolean is null then disabled_reason end,
                failing_since = case when :enabled::boolean then null else failing_since end,
                version = version + 1
            where id = :id
            """)
        .param("url", change.url())
        .param("types", change.types() == null ? null : array(change.types()))
        .param("environments", change.environments() == null ? null : array(change.environments()))
        .param("enabled", change.enabled())
        .param("id", before.id())
        .update();
    Webhook after = byName(name);
    facts.tell(
        after,
        "webhook.changed",
        by.name(),
        "Changed webhook %s to %s.".formatted(after.name(), host(after)),
        Map.of(
            "host", host(after),
            "types", after.types(),
            "environments", after.environments(),
            "enabled", after.enabled()));
    return after;
  }

  /** Removes one, with its deliveries. */
  @Transactional
  void remove(String name, Principal by) {
    Webhook webhook = find(name, "for update");
    jdbc.sql("delete from webhook where id = ?").param(webhook.id()).update();
    facts.tell(
        webhook,
        "webhook.removed",
        by.name(),
        "Removed webhook %s to %s.".formatted(name, host(webhook)),
        Map.of("host", host(webhook)));
  }

  /** Makes a new secret, which is not told again; the one before still signs during the overlap. */
  @Transactional
  Webhook.WithSecret rotate(String name, Duration overlap, Principal by) {
    Webhook webhook = find(name, "for update");
    SigningSecret secret = secrets.make(webhook.id(), overlap);
    facts.tell(
        webhook,
        "webhook.secret-rotated",
        by.name(),
        "Made a new secret for webhook %s; the one before signs for %d seconds more."
            .formatted(name, overlap.toSeconds()),
        Map.of("overlap_seconds", overlap.toSeconds()));
    return new Webhook.WithSecret(byName(name), secret.text());
  }

  /** Notes that an attempt has succeeded. */
  void works(Webhook webhook) {
    jdbc.sql("update webhook set failing_since = null where id = ? and failing_since is not null")
        .param(webhook.id())
        .update();
  }

  /**
   * Notes that an attempt has failed.
   *
   * @return since when every attempt has
   */
  Instant fails(Webhook webhook, Instant at) {
    return jdbc.sql(
            """
            update webhook set failing_since = coalesce(failing_since, ?) where id = ?
            returning failing_since
            """)
        .params(Timestamps.utc(at), webhook.id())
        .query((row, _) -> Timestamps.read(row, "failing_since"))
        .optional()
        .orElse(at);
  }

  /** Disables one that nobody answers at. */
  void disable(Webhook webhook, String reason) {
    int changed =
        jdbc.sql(
                """
                update webhook set enabled = false, disabled_reason = ?, version = version + 1
                where id = ? and enabled
                """)
            .params(reason, webhook.id())
            .update();
    if (changed == 1) {
      facts.tell(
          webhook,
          "webhook.disabled",
          Principal.SLIPWAY.name(),
          "Disabled webhook %s to %s: %s".formatted(webhook.name(), host(webhook), reason),
          Map.of("host", host(webhook), "reason", reason));
    }
  }

  /** Where the messages go, without what may be secret in a URL. */
  static String host(Webhook webhook) {
    return String.valueOf(URI.create(webhook.url()).getHost());
  }

  static String path(String name) {
    return "/v1/webhooks/" + name;
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

  private static String[] array(@Nullable List<String> words) {
    return words == null ? new String[0] : words.stream().distinct().toArray(String[]::new);
  }

  private Webhook withSecrets(Webhook webhook) {
    return withSecrets(List.of(webhook)).getFirst();
  }

  /** Once the rows have been read: inside of that, it would take a second connection. */
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
