package dev.slipway.cli;

import java.util.List;
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
    if (environments.size() == 1 && hashes.size() == 1) {
      body.put("plan_hash", hashes.getFirst());
      return;
    }
    ObjectNode agreed = body.putObject("plan_hashes");
    for (String one : hashes) {
      String[] parts = one.split("=", 2);
      if (parts.length < 2 || !environments.contains(parts[0])) {
        throw new ParameterException(
            command.commandLine(),
            "--plan-hash %s: with several environments each has its own hash, as %s=HASH."
                .formatted(one, environments.getFirst()));
      }
      agreed.put(parts[0], parts[1]);
    }
  }
}
