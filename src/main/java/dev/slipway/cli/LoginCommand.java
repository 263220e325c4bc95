package dev.slipway.cli;

import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway login}. */
@Command(
    name = "login",
    customSynopsis = "slipway login [--url URL]",
    description = "Keep the service's address and a token, for all further commands.",
    footer = {
      "",
      "Examples:",
      "  slipway login --url https://slipway.example.com",
      "  slipway login --url https://slipway.example.com < token.txt",
      "",
      "The token is asked for, or read from standard input. An argument would be seen by everybody",
      "on the machine. It is tried once and kept in a file that only you can read (mode 0600),",
      "~/.config/slipway/config.json or the one that SLIPWAY_CONFIG names."
    })
final class LoginCommand implements Callable<Integer> {

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where Slipway is. Else as any command finds it.")
  @Nullable URI url;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 110,
      description = "Show this.")
  boolean help;

  private final Shell shell;

  LoginCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Connection said = new Connection();
    said.url = url;
    URI base = new FindService(shell, said).address();
    String token = shell.secret("Token for " + base + ": ");
    if (token.isEmpty()) {
      throw ClientFailure.of(
          Exit.USAGE, "No token was given.", "Type it, or send it to standard input.");
    }
    new Api(new FindService.Service(base, () -> token), shell.time())
        .list(Route.of("environments"), 1);
    ConfigFile file = ConfigFile.of(shell);
    file.write(new ConfigFile.Login(base.toString(), token));
    Paint paint = new Paint(shell.screen().colour());
    shell.out().println(paint.good("✓ ") + "Logged in to " + base + ", kept in " + file.path());
    boolean open = base.getScheme().equals("http") && !FindService.isThisMachine(base);
    if (open) shell.err().println("! The token crosses the network unencrypted: use https.");
    return Exit.DONE.code();
  }
}
