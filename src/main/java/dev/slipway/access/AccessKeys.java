package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.WallClock;
import dev.slipway.secret.Seal;
import dev.slipway.secret.SealedColumn;
import dev.slipway.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The access keys of service accounts: made, listed, revoked. {@link SigningKeys} has the secret of
 * one that is shown.
 */
@Component
class AccessKeys {

  static final SealedColumn COLUMN = new SealedColumn("access_key", "secret");

  /** By which people, scanners and redaction recognise a secret of ours. */
  static final String PREFIX = "slk_";

  private static final String SELECT =
      """
      select id, access_key_id, name, scopes::text as scopes, created_by, created_at, expires_at,
             last_used_at, revoked_at
      from access_key
      """;

  private final ServiceAccounts accounts;
  private final JdbcClient jdbc;
  private final WallClock clock;
  private final AccessFacts facts;
  private final Seal seal;

  AccessKeys(
      ServiceAccounts accounts, JdbcClient jdbc, WallClock clock, AccessFacts facts, Seal seal) {
    this.accounts = accounts;
    this.jdbc = jdbc;
    this.clock = clock;
    this.facts = facts;
    this.seal = seal;
  }

  @Bean
  static SealedColumn sealedAccessKeys() {
    return COLUMN;
  }

  /**
   * Makes one. Its secret is in the answer, and sealed in the database.
   *
   * @throws Failure.Invalid when a field is outside its limits
   * @throws Failure.Conflict {@code access-key-exists}
   */
  @Transactional
  AccessKey create(String account, NewCredential wanted, Principal by) {
    wanted.check();
    ServiceAccount owner = accounts.byName(account);
    String secret = TokenValue.next(PREFIX);
    String accessKeyId = AccessKeyId.next();
    UUID id = Ids.next();
    Instant now = clock.now();
    Long seconds = wanted.expiresInSeconds();
    try {
      jdbc.sql(
              """
              insert into access_key
                  (id, service_account_id, name, access_key_id, secret, scopes, created_by,
                   created_at, expires_at)
              values (:id, :account, :name, :key, :secret, :scopes::jsonb, :by, :now, :expires)
              """)
          .param("id", id)
          .param("account", owner.id())
          .param("name", wanted.name())
          .param("key", accessKeyId)
          .param("secret", seal.seal(secret, COLUMN.place(id)))
          .param("scopes", wanted.scopes() == null ? null : GrantList.write(wanted.scopes()))
          .param("by", by.name())
          .param("now", utc(now))
          .param("expires", seconds == null ? null : utc(now.plusSeconds(seconds)))
          .update();
    } catch (DuplicateKeyException e) {
      throw new Failure.Conflict(
          "access-key-exists",
          "%s has a valid access key \"%s\" already; revoke it, or choose another name."
              .formatted(account, wanted.name()));
    }
    AccessKey made = byId(account, accessKeyId);
    tell(owner, made, by, "access-key.created", "Made the access key ");
    return made.showing(secret);
  }

  /**
   * One of an account's access keys.
   *
   * @throws Failure.NotFound {@code no-such-access-key}
   */
  AccessKey byId(String account, String accessKeyId) {
    ServiceAccount owner = accounts.byName(account);
    return jdbc.sql(SELECT + "where access_key_id = ? and service_account_id = ?")
        .params(accessKeyId, owner.id())
        .query(AccessKeys::row)
        .optional()
        .orElseThrow(() ->
            new Failure.NotFound(
                "no-such-access-key",
                "%s has no access key %s; GET %s/access-keys lists those it has."
                    .formatted(account, accessKeyId, ServiceAccounts.path(account))));
  }

  /** Newest first, those that were revoked included. */
  Page<AccessKey> list(String account, PageRequest page) {
    ServiceAccount owner = accounts.byName(account);
    return page.page(
        jdbc.sql(
                SELECT
                    + """
                    where service_account_id = :account and (:after::uuid is null or id < :after)
                    order by id desc limit :limit
                    """)
            .param("account", owner.id())
            .param("after", page.afterId())
            .param("limit", page.limit())
            .query(AccessKeys::row)
            .list(),
        AccessKey::id);
  }

  /** Ends its validity; doing it again changes nothing. */
  @Transactional
  void revoke(String account, String accessKeyId, Principal by) {
    ServiceAccount owner = accounts.byName(account);
    AccessKey key = byId(account, accessKeyId);
    int revoked =
        jdbc.sql("update access_key set revoked_at = ? where id = ? and revoked_at is null")
            .params(utc(clock.now()), key.id())
            .update();
    if (revoked == 1) {
      tell(owner, key, by, "access-key.revoked", "Revoked the access key ");
    }
  }

  private void tell(ServiceAccount owner, AccessKey key, Principal by, String type, String did) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("access_key_id", key.accessKeyId());
    data.put("name", key.name());
    if (key.scopes() != null) {
      data.put("scopes", GrantList.words(key.scopes()));
    }
    if (key.expiresAt() != null) {
      data.put("expires_at", key.expiresAt().toString());
    }
    facts.tell(
        owner.principal(),
        type,
        by.name(),
        "%s\"%s\" (%s) of service account %s."
            .formatted(did, key.name(), key.accessKeyId(), owner.name()),
        data);
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static AccessKey row(ResultSet row, int number) throws SQLException {
    return new AccessKey(
        row.getObject("id", UUID.class),
        row.getString("access_key_id"),
        row.getString("name"),
        GrantList.readIfAny(row.getString("scopes")),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        time(row, "expires_at"),
        time(row, "last_used_at"),
        time(row, "revoked_at"),
        null);
  }
}
