package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.web.PageRequest;
import dev.slipway.web.Preconditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The service accounts. A retired account keeps its row, and its name is never given again. */
@Component
class ServiceAccounts {

  private static final String SELECT =
      """
      select id, name, description, grants::text as grants, disabled, created_by, created_at, version
      from service_account
      """;

  private final JdbcClient jdbc;
  private final WallClock clock;
  private final AccessFacts facts;

  ServiceAccounts(JdbcClient jdbc, WallClock clock, AccessFacts facts) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.facts = facts;
  }

  /**
   * Makes a service account without a token.
   *
   * @throws Failure.Invalid when a field is outside its limits
   * @throws Failure.Conflict {@code service-account-exists}
   */
  @Transactional
  ServiceAccount create(NewServiceAccount wanted, Principal by) {
    wanted.check();
    List<StatedGrant> grants = wanted.grants() == null ? List.of() : wanted.grants();
    try {
      jdbc.sql(
              """
              insert into service_account
                  (id, name, description, grants, disabled, created_by, created_at, version)
              values (:id, :name, :description, :grants::jsonb, false, :by, :now, 0)
              """)
          .param("id", Ids.next())
          .param("name", wanted.name())
          .param("description", wanted.description() == null ? "" : wanted.description())
          .param("grants", GrantList.write(grants))
          .param("by", by.name())
          .param("now", Timestamps.utc(clock.now()))
          .update();
    } catch (DuplicateKeyException e) {
      throw new Failure.Conflict(
          "service-account-exists",
          "There is, or was, a service account \"%s\"; choose another name."
              .formatted(wanted.name()),
          path(wanted.name()));
    }
    ServiceAccount made = byName(wanted.name());
    facts.tell(
        made.principal(),
        "service-account.created",
        by.name(),
        "Created service account %s.".formatted(made.name()),
        Map.of("grants", GrantList.words(grants)));
    return made;
  }

  /**
   * The service account of this name.
   *
   * @throws Failure.NotFound {@code no-such-service-account}, also when the account was retired
   */
  ServiceAccount byName(String name) {
    return find(name, "");
  }

  /** Newest first. */
  Page<ServiceAccount> list(PageRequest page) {
    return page.page(
        jdbc.sql(
                SELECT
                    + """
                    where retired_at is null and (:after::uuid is null or id < :after)
                    order by id desc limit :limit
                    """)
            .param("after", page.afterId())
            .param("limit", page.limit())
            .query(ServiceAccounts::row)
            .list(),
        ServiceAccount::id);
  }

  /**
   * Changes what the change names. Nothing is stored where the account is so already.
   *
   * @throws Failure.Precondition when the caller has not seen the present state
   */
  @Transactional
  ServiceAccount change(
      String name, NewServiceAccount.Change change, @Nullable String ifMatch, Principal by) {
    change.check();
    ServiceAccount before = find(name, " for update");
    Preconditions.require(ifMatch, before.rowVersion());
    if (!change.changes(before)) return before;
    jdbc.sql(
            """
            update service_account
            set description = coalesce(:description, description),
                grants = coalesce(:grants::jsonb, grants),
                disabled = coalesce(:disabled, disabled), version = version + 1
            where id = :id
            """)
        .param("description", change.description())
        .param("grants", change.grants() == null ? null : GrantList.write(change.grants()))
        .param("disabled", change.disabled())
        .param("id", before.id())
        .update();
    ServiceAccount after = byName(name);
    tell(before, after, by);
    return after;
  }

  private void tell(ServiceAccount before, ServiceAccount after, Principal by) {
    if (!before.grants().equals(after.grants())) {
      List<String> now = GrantList.words(after.grants());
      facts.tell(
          after.principal(),
          "service-account.grants-changed",
          by.name(),
          "Changed what service account %s may do: %s."
              .formatted(after.name(), now.isEmpty() ? "nothing" : String.join(", ", now)),
          Map.of("before", GrantList.words(before.grants()), "after", now));
    }
    if (before.disabled() != after.disabled()) {
      facts.tell(
          after.principal(),
          after.disabled() ? "service-account.disabled" : "service-account.enabled",
          by.name(),
          (after.disabled() ? "Disabled service account " : "Enabled service account ")
              + after.name()
              + ".",
          Map.of());
    }
    if (!before.description().equals(after.description())) {
      Map<String, Object> change = new LinkedHashMap<>();
      change.put("before", before.description());
      change.put("after", after.description());
      facts.tell(
          after.principal(),
          "service-account.changed",
          by.name(),
          "Changed the description of service account %s.".formatted(after.name()),
          Map.of("description", change));
    }
  }

  /**
   * Retires an account for good: its tokens and access keys end, and its name is never given again.
   */
  @Transactional
  void retire(String name, Principal by) {
    ServiceAccount account = find(name, " for update");
    OffsetDateTime now = Timestamps.utc(clock.now());
    jdbc.sql("update service_account set retired_at = ?, version = version + 1 where id = ?")
        .params(now, account.id())
        .update();
    int tokens = end("access_token", account, now);
    int accessKeys = end("access_key", account, now);
    facts.tell(
        account.principal(),
        "service-account.retired",
        by.name(),
        "Retired service account %s with its tokens and access keys.".formatted(name),
        Map.of("tokens", tokens, "access_keys", accessKeys));
  }

  private int end(String table, ServiceAccount account, OffsetDateTime now) {
    return jdbc.sql(
            "update %s set revoked_at = ? where service_account_id = ? and revoked_at is null"
                .formatted(table))
        .params(now, account.id())
        .update();
  }

  private ServiceAccount find(String name, String lock) {
    return jdbc.sql(SELECT + "where name = ? and retired_at is null" + lock)
        .param(name)
        .query(ServiceAccounts::row)
        .optional()
        .orElseThrow(() ->
            new Failure.NotFound(
                "no-such-service-account",
                "There is no service account \"%s\"; GET /v1/service-accounts lists those there are."
                    .formatted(name)));
  }

  static String path(String name) {
    return "/v1/service-accounts/" + name;
  }

  private static ServiceAccount row(ResultSet row, int number) throws SQLException {
    return new ServiceAccount(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("description"),
        GrantList.read(row.getString("grants")),
        row.getBoolean("disabled"),
        row.getString("created_by"),
        Timestamps.read(row, "created_at"),
        row.getLong("version"));
  }
}
