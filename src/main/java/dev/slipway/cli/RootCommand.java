package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway} itself. */
@Command(
    name = "slipway",
    header = "Slipway, a control plane for Amazon SageMaker real-time model deployments.",
    customSynopsis = {"slipway COMMAND [options]", "slipway [--name=value…]   (runs the service)"},
    synopsisHeading = "%n",
    commandListHeading = "",
    versionProvider = ClientVersion.class,
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:done, or nothing to do",
      "1:the deployment failed; what served before serves",
      "2:the command was not understood",
      "3:rolled back for what was found; the earlier release serves",
      "4:refused by a gate, the plan, a rule or the state of things",
      "5:no token, not a known one, or its role does not suffice",
      "6:not reachable, or Slipway failed itself",
      "7:timed out waiting; it goes on",
      "8:a person must decide how it goes on",
      "9:called off, or for a later promotion; the earlier release serves",
      "10:not begun: waits for approvals or checks"
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  slipway status",
      "  slipway plan fraud-detector v7 --to prod",
      "  slipway promote fraud-detector v7 --to prod --wait",
      "  slipway rollback prod-fraud-detector --reason 'recall dropped in Spain' --wait",
      "",
      "Without a command the service is run: API, workers and prediction proxy. Settings:",
      "slipway serve --help. Each command has --help with examples."
    })
final class RootCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show which Slipway this is.")
  boolean version;
}
