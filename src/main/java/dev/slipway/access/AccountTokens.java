package dev.slipway.access;

import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tokens of service accounts, by their ids. {@link Tokens} finds who holds one. */
@Component
class AccountTokens extends Credentials<AccountToken, UUID> {

  private static final Kind<AccountToken> KIND =
      new Kind<>(
          "token",
          "access_token",
          "id",
          "no-such-token",
          "token-exists",
          """
          select id, name, prefix, scopes::text as scopes, coalesce(created_by, '') as created_by,
                 created_at, expires_at, last_used_at, revoked_at
          from access_token
          """,
          AccountTokens::row);

  AccountTokens(ServiceAccounts accounts, JdbcClient jdbc, WallClock clock, AccessFacts facts) {
    super(accounts, jdbc, clock, facts, KIND);
  }

  @Override
  Mint<AccountToken> mint(UUID id) {
    String value = TokenValue.next(TokenValue.PREFIX);
    return new Mint<>(
        Map.of("prefix", value.substring(0, TokenValue.SHOWN), "hash", TokenValue.hash(value)),
        made -> made.showing(value));
  }

  private static AccountToken row(ResultSet row, int number) throws SQLException {
    return new AccountToken(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("prefix"),
        GrantList.readIfAny(row.getString("scopes")),
        row.getString("created_by"),
        Timestamps.read(row, "created_at"),
        Timestamps.readIfAny(row, "expires_at"),
        Timestamps.readIfAny(row, "last_used_at"),
        Timestamps.readIfAny(row, "revoked_at"),
        null);
  }
}
