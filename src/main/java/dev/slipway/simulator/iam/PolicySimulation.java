package dev.slipway.simulator.iam;

import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicySourceType;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;

/**
 * IAM's operation that tells what a role may do, answered by the same rules that refuse calls. Only
 * what the request gives is known of the context, as with AWS.
 */
public final class PolicySimulation {

  private static final Pattern SOURCE =
      Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):(user|group|role)/(?:.*/)?([^/]+)");
  private static final int PAGE = 1_000;

  private final Roles roles;
  private final Permissions permissions;

  public PolicySimulation(Roles roles, Permissions permissions) {
    this.roles = roles;
    this.permissions = permissions;
  }

  public SimulatePrincipalPolicyResponse simulatePrincipalPolicy(
      SimulatePrincipalPolicyRequest request, Caller caller) {
    Matcher source = SOURCE.matcher(request.policySourceArn());
    if (!source.matches()) {
      throw invalid("Invalid Entity Arn: " + request.policySourceArn());
    }
    if (!source.group(1).equals(caller.accountId())) {
      throw new ServiceException(
          403,
          "AccessDenied",
          "Cannot simulate the policies of another account's " + request.policySourceArn() + ".");
    }
    Optional<List<Statement>> statements = statements(source, request);
    Map<String, List<String>> context = context(request.contextEntries());
    List<String> resources = request.hasResourceArns() ? request.resourceArns() : List.of("*");
    List<EvaluationResult> results = new ArrayList<>();
    for (String action : request.actionNames()) {
      if (!action.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
        throw invalid("Invalid Action Name: " + action);
      }
      for (String resource : resources) {
        results.add(result(statements, new Access(action, resource, context)));
      }
    }
    return page(results, request);
  }

  /** Absent for who may do everything. */
  private Optional<List<Statement>> statements(
      Matcher source, SimulatePrincipalPolicyRequest request) {
    if (!source.group(2).equals("role")) {
      return Optional.empty();
    }
    List<Statement> all =
        new ArrayList<>(permissions.statements(roles.get(source.group(1), source.group(3))));
    int number = 0;
    for (String document : request.policyInputList()) {
      PolicyDocument.requirePermissions(document);
      all.addAll(Statement.of("PolicyInputList." + ++number, document));
    }
    return Optional.of(all);
  }

  private static EvaluationResult result(Optional<List<Statement>> statements, Access access) {
    Decision decision =
        statements.map(all -> Permissions.decide(all, access)).orElse(Decision.ALLOWED);
    List<software.amazon.awssdk.services.iam.model.Statement> matched =
        statements.orElse(List.of()).stream()
            .filter(statement -> statement.concerns(access))
            .filter(statement -> statement.denies() == (decision == Decision.EXPLICIT_DENY))
            .map(statement ->
                software.amazon.awssdk.services.iam.model.Statement.builder()
                    .sourcePolicyId(statement.policy())
                    .sourcePolicyType(
                        statement.policy().startsWith("arn:")
                            ? PolicySourceType.AWS_MANAGED
                            : PolicySourceType.ROLE)
                    .build())
            .toList();
    return EvaluationResult.builder()
        .evalActionName(access.action())
        .evalResourceName(access.resource())
        .evalDecision(decision.wire())
        .matchedStatements(matched)
        .missingContextValues(List.of())
        .build();
  }

  private static SimulatePrincipalPolicyResponse page(
      List<EvaluationResult> results, SimulatePrincipalPolicyRequest request) {
    int from = 0;
    if (request.marker() != null) {
      try {
        from = Integer.parseInt(request.marker());
      } catch (NumberFormatException e) {
        throw invalid("Invalid Marker.");
      }
    }
    if (from < 0 || from > results.size()) {
      throw invalid("Invalid Marker.");
    }
    int to =
        Math.min(results.size(), from + (request.maxItems() == null ? PAGE : request.maxItems()));
    return SimulatePrincipalPolicyResponse.builder()
        .evaluationResults(results.subList(from, to))
        .isTruncated(to < results.size())
        .marker(to < results.size() ? String.valueOf(to) : null)
        .build();
  }

  private static Map<String, List<String>> context(List<ContextEntry> entries) {
    Map<String, List<String>> context = new HashMap<>();
    entries.forEach(entry -> context.put(entry.contextKeyName(), entry.contextKeyValues()));
    return context;
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(400, "InvalidInput", message);
  }
}
