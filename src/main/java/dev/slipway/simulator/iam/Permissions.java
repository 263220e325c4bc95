package dev.slipway.simulator.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What roles may do, as their inline and managed policies say ("Policy evaluation logic"). There
 * are no permissions boundaries, session, resource-based or organisation policies here, and no
 * policy variables.
 */
public final class Permissions {

  private static final int KEPT = 1_000;

  private final Roles roles;
  private final Map<String, List<Statement>> parsed = new ConcurrentHashMap<>();

  public Permissions(Roles roles) {
    this.roles = roles;
  }

  /** What a role's policies say about an access; empty when there is no such role. */
  public Optional<Decision> decide(String account, String role, Access access) {
    return roles.find(account, role).map(stored -> decide(statements(stored), access));
  }

  static Decision decide(List<Statement> statements, Access access) {
    List<Statement> concerned =
        statements.stream().filter(statement -> statement.concerns(access)).toList();
    if (concerned.stream().anyMatch(Statement::denies)) {
      return Decision.EXPLICIT_DENY;
    }
    return concerned.isEmpty() ? Decision.IMPLICIT_DENY : Decision.ALLOWED;
  }

  /** All statements of a role's policies. */
  List<Statement> statements(StoredRole role) {
    List<Statement> all = new ArrayList<>();
    role.inline()
        .forEach((name, document) ->
            all.addAll(parsed(name + " " + document, () -> Statement.of(name, document))));
    for (String arn : role.attached().keySet()) {
      all.addAll(parsed(arn, () -> ManagedPolicies.statements(arn)));
    }
    return all;
  }

  private List<Statement> parsed(String key, java.util.function.Supplier<List<Statement>> parse) {
    if (parsed.size() > KEPT) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(key, _ -> parse.get());
  }
}
