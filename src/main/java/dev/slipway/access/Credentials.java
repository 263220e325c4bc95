package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.web.PageRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/**
 * One kind of credentials of service accounts. They are made, listed and revoked here, and each of
 * these changes goes on record.
 *
 * @param <C> what the API shows of a credential
 * @param <K> what tells a credential from others
 */
abstract class Credentials<C extends Credential, K> {

  /**
   * The kind of the credentials.
   *
   * @param word the word for such a credential, such as {@code access key}
   * @param table the table in which they are
   * @param key the column that tells a credential from others
   * @param unknown the problem's code where there is no such credential
   * @param exists the problem's code where a valid credential has the name already
   * @param select reads them as the row mapper takes them, up to {@code from}
   */
  record Kind<C>(
      String word,
      String table,
      String key,
      String unknown,
      String exists,
      String select,
      RowMapper<C> row) {

    /** The word as it stands in codes and paths. */
    String code() {
      return word.replace(' ', '-');
    }
  }

  /**
   * A new credential that is not stored yet.
   *
   * @param columns the values of the columns that only this kind has
   * @param showing adds the secret, which is shown this once
   */
  record Mint<C>(Map<String, Object> columns, UnaryOperator<C> showing) {}

  private final ServiceAccounts accounts;
  private final JdbcClient jdbc;
  private final WallClock clock;
  private final AccessFacts facts;
  private final Kind<C> kind;

  Credentials(
      ServiceAccounts accounts, JdbcClient jdbc, WallClock clock, AccessFacts facts, Kind<C> kind) {
    this.accounts = accounts;
    this.jdbc = jdbc;
    this.clock = clock;
    this.facts = facts;
    this.kind = kind;
  }

  /** Thinks out the next credential. */
  abstract Mint<C> mint(UUID id);

  /**
   * Makes a credential. Its secret is in the answer, and nowhere else where it can be read.
   *
   * @throws Failure.Invalid when a field is outside its limits
   * @throws Failure.Conflict {@code token-exists}, {@code access-key-exists}
   */
  @Transactional
  C create(String account, NewCredential wanted, Principal by) {
    wanted.check();
    ServiceAccount owner = accounts.byName(account);
    UUID id = Ids.next();
    Mint<C> mint = mint(id);
    insert(id, owner, wanted, by, mint.columns());
    C made = jdbc.sql(kind.select() + " where id = ?").param(id).query(kind.row()).single();
    tell(owner, made, by, "created", "Made");
    return mint.showing().apply(made);
  }

  private void insert(
      UUID id, ServiceAccount owner, NewCredential wanted, Principal by, Map<String, Object> own) {
    Instant now = clock.now();
    Long seconds = wanted.expiresInSeconds();
    giveUpExpired(owner, wanted.name(), now);
    try {
      jdbc.sql(
              """
              insert into %s
                  (id, service_account_id, name, scopes, created_by, created_at, expires_at, %s)
              values (:id, :account, :name, :scopes::jsonb, :by, :now, :expires, %s)
              """
                  .formatted(
                      kind.table(),
                      String.join(", ", own.keySet()),
                      ":" + String.join(", :", own.keySet())))
          .param("id", id)
          .param("account", owner.id())
          .param("name", wanted.name())
          .param("scopes", wanted.scopes() == null ? null : GrantList.write(wanted.scopes()))
          .param("by", by.name())
          .param("now", Timestamps.utc(now))
          .param("expires", seconds == null ? null : Timestamps.utc(now.plusSeconds(seconds)))
          .params(own)
          .update();
    } catch (DuplicateKeyException e) {
      throw new Failure.Conflict(
          kind.exists(),
          "%s has a valid %s \"%s\" already; revoke it, or choose another name."
              .formatted(owner.name(), kind.word(), wanted.name()));
    }
  }

  /** Ends a credential that has expired, as if it had been revoked, so that its name is free. */
  private void giveUpExpired(ServiceAccount owner, String name, Instant now) {
    jdbc.sql(
            """
            update %s set revoked_at = expires_at
            where service_account_id = :account and name = :name
                and revoked_at is null and expires_at <= :now
            """
                .formatted(kind.table()))
        .param("account", owner.id())
        .param("name", name)
        .param("now", Timestamps.utc(now))
        .update();
  }

  /**
   * One credential of an account.
   *
   * @throws Failure.NotFound {@code no-such-token}, {@code no-such-access-key}
   */
  C one(String account, K key) {
    return jdbc.sql(
            kind.select() + " where %s = ? and service_account_id = ?".formatted(kind.key()))
        .params(key, accounts.byName(account).id())
        .query(kind.row())
        .optional()
        .orElseThrow(() ->
            new Failure.NotFound(
                kind.unknown(),
                "%s has no %s %s; GET %s/%ss lists those it has."
                    .formatted(
                        account, kind.word(), key, ServiceAccounts.path(account), kind.code())));
  }

  /** The account's credentials, the newest first, with those that were revoked. */
  Page<C> list(String account, PageRequest page) {
    return page.page(
        jdbc.sql(
                kind.select()
                    + """
                     where service_account_id = :account and (:after::uuid is null or id < :after)
                    order by id desc limit :limit
                    """)
            .param("account", accounts.byName(account).id())
            .param("after", page.afterId())
            .param("limit", page.limit())
            .query(kind.row())
            .list(),
        Credential::id);
  }

  /** Revokes a credential. Doing it again changes nothing. */
  @Transactional
  void revoke(String account, K key, Principal by) {
    ServiceAccount owner = accounts.byName(account);
    C credential = one(account, key);
    int revoked =
        jdbc.sql(
                "update %s set revoked_at = ? where id = ? and revoked_at is null"
                    .formatted(kind.table()))
            .params(Timestamps.utc(clock.now()), credential.id())
            .update();
    if (revoked == 1) tell(owner, credential, by, "revoked", "Revoked");
  }

  private void tell(ServiceAccount owner, C credential, Principal by, String event, String did) {
    Map<String, Object> data = new LinkedHashMap<>(credential.marks());
    data.put("name", credential.name());
    if (credential.scopes() != null) {
      data.put("scopes", GrantList.words(credential.scopes()));
    }
    if (credential.expiresAt() != null) {
      data.put("expires_at", credential.expiresAt().toString());
    }
    facts.tell(
        owner.principal(),
        kind.code() + "." + event,
        by.name(),
        "%s the %s \"%s\" (%s) of service account %s."
            .formatted(did, kind.word(), credential.name(), credential.shown(), owner.name()),
        data);
  }
}
