package dev.slipway.access;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What callers may do by now that history has on record. */
@Component
public class PresentRights {

  private final JdbcClient jdbc;

  PresentRights(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Whether a service account has lost what a role in an environment is needed for: it is disabled
   * or retired, or has the role there no more. Of nobody else that is known: the provider alone
   * tells the groups of its people, and only as they ask.
   *
   * @param name the caller's name for good, such as {@code service-account:ci}
   */
  public boolean lost(String name, Role role, String environment) {
    if (!name.startsWith(ServiceAccount.principal(""))) return false;
    return jdbc.sql(
            """
            select grants::text as grants, null as scopes from service_account
            where name = ? and retired_at is null and not disabled
            """)
        .param(name.substring(ServiceAccount.principal("").length()))
        .query((row, number) -> GrantList.permissions(row))
        .optional()
        .map(permissions -> !permissions.allow(role, environment))
        .orElse(true);
  }
}
