package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.WallClock;
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
import org.springframework.dao.DuplicateKeyException;
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
  private final JdbcClient jdbc;
  private final WallClock clock;
  private final AccessFacts facts;

  AccountTokens(ServiceAccounts accounts, JdbcClient jdbc, WallClock clock, AccessFacts facts) {
    this.accounts = accounts;
    this.jdbc = jdbc;
    this.clock = clock;
    this.facts = facts;
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
    Instant now = clock.now();
    Long seconds = wanted.expiresInSeconds();
    try {
      jdbc.sql(
              """
              insert into access_token
                  (id, service_account_id, name, prefix, hash, scopes, created_by, created_at,
                   expires_at)
              values (:id, :account, :name, :prefix, :hash, :scopes::jsonb, :by, :now, :expires)
              """)
          .param("id", id)
          .param("account", owner.id())
          .param("name", wanted.name())
          .param("prefix", value.substring(0, TokenValue.SHOWN))
          .param("hash", TokenValue.hash(value))
          .param("scopes", wanted.scopes() == null ? null : GrantList.write(wanted.scopes()))
          .param("by", by.name())
          .param("now", utc(now))
          .param("expires", seconds == null ? null : utc(now.plusSeconds(seconds)))
          .update();
    } catch (DuplicateKeyException e) {
      throw new Failure.Conflict(
          "token-exists",
          "%s has a valid token \"%s\" already; revoke it, or choose another name."
              .formatted(account, wanted.name()));
    }
    AccountToken made = byId(account, id);
    tell(owner, made, by, "token.created", "Made the token ");
    return made.showing(value);
  }

  /**
   * One of an account's tokens.
   *
   * @throws Failure.NotFound {@code no-such-token}
   */
  AccountToken byId(String account, UUID id) {
    ServiceAccount owner = accounts.byName(account);
    return jdbc.sql(SELECT + "where id = ? and service_account_id = ?")
        .params(id, owner.id())
        .query(AccountTokens::row)
        .optional()
        .orElseThrow(() ->
            new Failure.NotFound(
                "no-such-token",
                "%s has no token %s; GET %s/tokens lists those it has."
                    .formatted(account, id, ServiceAccounts.path(account))));
  }

  /** Newest first, those that were revoked included. */
  Page<AccountToken> list(String account, PageRequest page) {
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
            .query(AccountTokens::row)
            .list(),
        AccountToken::id);
  }

  /** Ends a token's validity; doing it again changes nothing. */
  @Transactional
  void revoke(String account, UUID id, Principal by) {
    ServiceAccount owner = accounts.byName(account);
    AccountToken token = byId(account, id);
    int revoked =
        jdbc.sql("update access_token set revoked_at = ? where id = ? and revoked_at is null")
            .params(utc(clock.now()), id)
            .update();
    if (revoked == 1) {
      tell(owner, token, by, "token.revoked", "Revoked the token ");
    }
  }

  private void tell(
      ServiceAccount owner, AccountToken token, Principal by, String type, String did) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("token", token.id());
    data.put("name", token.name());
    data.put("prefix", token.prefix());
    if (token.scopes() != null) {
      data.put("scopes", GrantList.words(token.scopes()));
    }
    if (token.expiresAt() != null) {
      data.put("expires_at", token.expiresAt().toString());
    }
    facts.tell(
        owner.principal(),
        type,
        by.name(),
        "%s\"%s\" (%s…) of service account %s."
            .formatted(did, token.name(), token.prefix(), owner.name()),
        data);
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static AccountToken row(ResultSet row, int number) throws SQLException {
    return new AccountToken(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("prefix"),
        GrantList.readIfAny(row.getString("scopes")),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        time(row, "expires_at"),
        time(row, "last_used_at"),
        time(row, "revoked_at"),
        null);
  }
}
