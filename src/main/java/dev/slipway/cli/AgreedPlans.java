package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** The plans that were agreed to: of one environment, or of each of several. */
final class AgreedPlans {

  @Spec(Spec.Target.MIXEE)
  CommandSpec command = CommandSpec.create();

  @Option(
      names = "--plan-hash",
      paramLabel = "HASH",
      split = ",",
      order = 21,
      description =
          "The plan that was agreed to (slipway plan): refused when it has changed since. With"
              + " several environments, ENVIRONMENT=HASH for each, with commas between them.")
  List<String> hashes = List.of();

  /** Puts them into a promotion's request to these environments. */
  void into(ObjectNode body, List<String> environments) {
    if (hashes.isEmpty()) return;
    Map<String, String> agreed = byEnvironment(environments);
    if (environments.size() == 1) {
      agreed.values().forEach(hash -> body.put("plan_hash", hash));
    } else {
      ObjectNode plans = body.putObject("plan_hashes");
      agreed.forEach((environment, hash) -> plans.put(environment, hash));
    }
  }

  /** One for each environment: who agreed to plans means no target to go without. */
  private Map<String, String> byEnvironment(List<String> environments) {
    Map<String, String> agreed = new LinkedHashMap<>();
    for (String one : hashes) {
      String environment = environment(one, environments);
      String hash = one.substring(one.indexOf('=') + 1);
      if (hash.isBlank()) throw wrong("'%s' holds no hash.".formatted(one));
      if (agreed.putIfAbsent(environment, hash) != null) {
        throw wrong("%s has one plan, and two hashes were given.".formatted(environment));
      }
    }
    for (String environment : environments) {
      if (!agreed.containsKey(environment)) {
        throw wrong(
            "none is given for %s; name all, as %s.".formatted(environment, form(environments)));
      }
    }
    return agreed;
  }

  private String environment(String one, List<String> environments) {
    int named = one.indexOf('=');
    if (named < 0 && environments.size() == 1) return environments.getFirst();
    if (named < 0) {
      throw wrong("of several environments each has its own, as %s.".formatted(form(environments)));
    }
    String environment = one.substring(0, named);
    if (!environments.contains(environment)) {
      throw wrong("'%s' names no environment of --to.".formatted(one));
    }
    return environment;
  }

  private static String form(List<String> environments) {
    return String.join("=HASH,", environments) + "=HASH";
  }

  private ParameterException wrong(String why) {
    return new ParameterException(command.commandLine(), "--plan-hash: " + why);
  }
}
