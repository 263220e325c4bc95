package dev.slipway.cli;

import java.util.Optional;

/** The reason on record where nobody gave one. */
final class Reason {

  private Reason() {}

  /** The CI run that asks, where its variables say so. */
  static String usual(Shell shell) {
    return gitHub(shell)
        .or(() -> shell.variable("CI_JOB_URL").map(url -> "GitLab CI: " + url))
        .or(() -> shell.variable("BUILD_URL").map(url -> "Jenkins: " + url))
        .orElse("from the command line");
  }

  private static Optional<String> gitHub(Shell shell) {
    return shell
        .variable("GITHUB_RUN_ID")
        .map(run ->
            "GitHub Actions: %s/%s/actions/runs/%s"
                .formatted(
                    shell.variable("GITHUB_SERVER_URL").orElse("https://github.com"),
                    shell.variable("GITHUB_REPOSITORY").orElse(""),
                    run));
  }
}
