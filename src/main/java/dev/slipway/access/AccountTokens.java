package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The tokens of service accounts: made, listed, revoked. {@link Tokens} finds who holds one. */
@Component
class AccountTokens {

  private static final String SELECT =
      """
      select id, name, prefix, scopes::text as scopes, coalesce(created_by, '') as created_by,
             created_at, expires_at, last_used_at, revoked_at
      from access_token
      """;

  private final ServiceAccounts accounts;
  private final WallClock clock;
  private final CredentialTable<AccountToken> table;

  AccountTokens(ServiceAccounts accounts, JdbcClient jdbc, WallClock clock, AccessFacts facts) {
    this.accounts = accounts;
    this.clock = clock;
    table = new CredentialTable<>(jdbc, facts, "access_token", "token", SELECT, AccountTokens::row);
  }

  /**
   * Makes a token. Its value is in the answer and nowhere else.
   *
   * @throws Failure.Invalid when a field is outside its limits
   * @throws Failure.Conflict {@code token-exists}
   */
  @Transactional
  AccountToken create(String account, NewCredential wanted, Principal by) {
    wanted.check();
    ServiceAccount owner = accounts.byName(account);
    String value = TokenValue.next(TokenValue.PREFIX);
    UUID id = Ids.next();
    String prefix = value.substring(0, TokenValue.SHOWN);
    table.insert(
        id,
        owner,
        wanted,
        by,
        clock.now(),
        Map.of("prefix", prefix, "hash", TokenValue.hash(value)));
    AccountToken made = byId(account, id);
    table.tell(owner, made, by, "created", "Made");
    return made.showing(value);
  }

  /**
   * One of an account's tokens.
   *
   * @throws Failure.NotFound {@code no-such-token}
   */
  AccountToken byId(String account, UUID id) {
    return table
        .find(accounts.byName(account), "id", id)
        .orElseThrow(() ->
            new Failure.NotFound(
                "no-such-token",
                "%s has no token %s; GET %s/tokens lists those it has."
                    .formatted(account, id, ServiceAccounts.path(account))));
  }

  /** Newest first, those that were revoked included. */
  Page<AccountToken> list(String account, PageRequest page) {
    return table.list(accounts.byName(account), page);
  }

  /** Ends a token's validity; doing it again changes nothing. */
  @Transactional
  void revoke(String account, UUID id, Principal by) {
    table.revoke(accounts.byName(account), byId(account, id), by, clock.now());
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
