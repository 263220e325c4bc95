package dev.slipway.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has which asks the service. */
final class Connection {

  @Option(
      names = "--url",
      paramLabel = "URL",
      order = 100,
      description =
          "Where Slipway is. Else SLIPWAY_URL, the login, or the local mode that runs here.")
  @Nullable URI url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      order = 101,
      description =
          "A file with the token. Else SLIPWAY_TOKEN, the login, or local mode's own token.")
  @Nullable Path tokenFile;

  @Option(
      names = "--github-oidc",
      paramLabel = "AUDIENCE",
      order = 102,
      description =
          "In a GitHub workflow: be who the job is, by a token that GitHub makes for this"
              + " audience.")
  @Nullable String gitHubAudience;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      order = 103,
      description =
          "${COMPLETION-CANDIDATES}; json is what the API answered. Usually ${DEFAULT-VALUE}.")
  Format output = Format.TABLE;
}
