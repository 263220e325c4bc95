package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.secret.Seal;
import dev.slipway.secret.SealedColumn;
import dev.slipway.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
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
  private final WallClock clock;
  private final Seal seal;
  private final CredentialTable<AccessKey> table;

  AccessKeys(
      ServiceAccounts accounts, JdbcClient jdbc, WallClock clock, AccessFacts facts, Seal seal) {
    this.accounts = accounts;
    this.clock = clock;
    this.seal = seal;
    table = new CredentialTable<>(jdbc, facts, "access_key", "access key", SELECT, AccessKeys::row);
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
    String sealed = seal.seal(secret, COLUMN.place(id));
    table.insert(
        id, owner, wanted, by, clock.now(), Map.of("access_key_id", accessKeyId, "secret", sealed));
    AccessKey made = byId(account, accessKeyId);
    table.tell(owner, made, by, "created", "Made");
    return made.showing(secret);
  }

  /**
   * One of an account's access keys.
   *
   * @throws Failure.NotFound {@code no-such-access-key}
   */
  AccessKey byId(String account, String accessKeyId) {
    return table
        .find(accounts.byName(account), "access_key_id", accessKeyId)
        .orElseThrow(() ->
            new Failure.NotFound(
                "no-such-access-key",
                "%s has no access key %s; GET %s/access-keys lists those it has."
                    .formatted(account, accessKeyId, ServiceAccounts.path(account))));
  }

  /** Newest first, those that were revoked included. */
  Page<AccessKey> list(String account, PageRequest page) {
    return table.list(accounts.byName(account), page);
  }

  /** Ends its validity; doing it again changes nothing. */
  @Transactional
  void revoke(String account, String accessKeyId, Principal by) {
    table.revoke(accounts.byName(account), byId(account, accessKeyId), by, clock.now());
  }

  private static AccessKey row(ResultSet row, int number) throws SQLException {
    return new AccessKey(
        row.getObject("id", UUID.class),
        row.getString("access_key_id"),
        row.getString("name"),
        GrantList.readIfAny(row.getString("scopes")),
        row.getString("created_by"),
        Timestamps.read(row, "created_at"),
        Timestamps.readIfAny(row, "expires_at"),
        Timestamps.readIfAny(row, "last_used_at"),
        Timestamps.readIfAny(row, "revoked_at"),
        null);
  }
}
