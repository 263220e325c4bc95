package dev.slipway.access;

import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.secret.Seal;
import dev.slipway.secret.SealedColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The access keys of service accounts, by their ids. Their secrets are sealed in the database;
 * {@link SigningKeys} opens the secret of a key when a request names it.
 */
@Component
class AccessKeys extends Credentials<AccessKey, String> {

  static final SealedColumn COLUMN = new SealedColumn("access_key", "secret");

  /** How the secrets begin, so that people, scanners and redaction recognise them. */
  static final String PREFIX = "slk_";

  private static final Kind<AccessKey> KIND =
      new Kind<>(
          "access key",
          "access_key",
          "access_key_id",
          "no-such-access-key",
          "access-key-exists",
          """
          select id, access_key_id, name, scopes::text as scopes, created_by, created_at, expires_at,
                 last_used_at, revoked_at
          from access_key
          """,
          AccessKeys::row);

  private final Seal seal;

  AccessKeys(
      ServiceAccounts accounts, JdbcClient jdbc, WallClock clock, AccessFacts facts, Seal seal) {
    super(accounts, jdbc, clock, facts, KIND);
    this.seal = seal;
  }

  @Bean
  static SealedColumn sealedAccessKeys() {
    return COLUMN;
  }

  @Override
  Mint<AccessKey> mint(UUID id) {
    String secret = TokenValue.next(PREFIX);
    return new Mint<>(
        Map.of("access_key_id", AccessKeyId.next(), "secret", seal.seal(secret, COLUMN.place(id))),
        made -> made.showing(secret));
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
