package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.web.PageRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table of credentials of service accounts, and what is the same of each kind: a name, an end,
 * scopes, a place on record.
 *
 * @param table its name
 * @param word what one is called, such as {@code access key}
 * @param select reads them as the row mapper takes them, up to {@code from}
 */
record CredentialTable<C extends Credential>(
    JdbcClient jdbc,
    AccessFacts facts,
    String table,
    String word,
    String select,
    RowMapper<C> row) {

  /**
   * Writes a new one.
   *
   * @param own the columns that only this kind has
   * @throws Failure.Conflict {@code token-exists} and the like
   */
  void insert(
      UUID id,
      ServiceAccount owner,
      NewCredential wanted,
      Principal by,
      Instant now,
      Map<String, Object> own) {
    String names = String.join(", ", own.keySet());
    String values = ":" + String.join(", :", own.keySet());
    Long seconds = wanted.expiresInSeconds();
    try {
      jdbc.sql(
              """
              insert into %s
                  (id, service_account_id, name, scopes, created_by, created_at, expires_at, %s)
              values (:id, :account, :name, :scopes::jsonb, :by, :now, :expires, %s)
              """
                  .formatted(table, names, values))
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
          code() + "-exists",
          "%s has a valid %s \"%s\" already; revoke it, or choose another name."
              .formatted(owner.name(), word, wanted.name()));
    }
  }

  /** The account's one with this value in a column that tells one from others. */
  Optional<C> find(ServiceAccount owner, String column, Object value) {
    return jdbc.sql(select + " where %s = ? and service_account_id = ?".formatted(column))
        .params(value, owner.id())
        .query(row)
        .optional();
  }

  /** Newest first, those that were revoked included. */
  Page<C> list(ServiceAccount owner, PageRequest page) {
    return page.page(
        jdbc.sql(
                select
                    + """
                     where service_account_id = :account and (:after::uuid is null or id < :after)
                    order by id desc limit :limit
                    """)
            .param("account", owner.id())
            .param("after", page.afterId())
            .param("limit", page.limit())
            .query(row)
            .list(),
        Credential::id);
  }

  /** Ends its validity; doing it again changes nothing. */
  void revoke(ServiceAccount owner, C credential, Principal by, Instant now) {
    int revoked =
        jdbc.sql(
                "update %s set revoked_at = ? where id = ? and revoked_at is null".formatted(table))
            .params(Timestamps.utc(now), credential.id())
            .update();
    if (revoked == 1) tell(owner, credential, by, "revoked", "Revoked");
  }

  /** Puts on record what was done with it. */
  void tell(ServiceAccount owner, C credential, Principal by, String event, String did) {
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
        code() + "." + event,
        by.name(),
        "%s the %s \"%s\" (%s) of service account %s."
            .formatted(did, word, credential.name(), credential.shown(), owner.name()),
        data);
  }

  private String code() {
    return word.replace(' ', '-');
  }
}
