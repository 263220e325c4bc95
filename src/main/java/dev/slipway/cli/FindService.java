package dev.slipway.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the service and the token for it, from what is said most explicitly to what is not said at
 * all. A token that is kept for one address is never sent to another.
 */
final class FindService {

  private static final String USUAL = "http://127.0.0.1:8080";

  private final Shell shell;
  private final @Nullable URI url;
  private final @Nullable Path tokenFile;
  private final @Nullable String gitHubAudience;

  FindService(Shell shell, Connection said) {
    this.shell = shell;
    this.url = said.url;
    this.tokenFile = said.tokenFile;
    this.gitHubAudience = said.gitHubAudience;
  }

  /** Where it is, and who we are to it. */
  record Service(URI base, TokenSource token) {}

  Service find() {
    URI base = address();
    return new Service(base, token(base));
  }

  URI address() {
    if (url != null) return checked(url.toString(), "--url");
    Optional<String> variable = shell.variable("SLIPWAY_URL");
    if (variable.isPresent()) return checked(variable.get(), "SLIPWAY_URL");
    Optional<String> login = ConfigFile.of(shell).read().map(ConfigFile.Login::url);
    if (login.isPresent()) return checked(login.get(), "the login");
    if (Files.exists(localToken())) return checked(localAddress(), "local mode");
    throw ClientFailure.of(
        Exit.USAGE,
        "It is not known where Slipway is.",
        "Say so by --url or SLIPWAY_URL, run slipway login, or start the local mode on this"
            + " machine.");
  }

  private TokenSource token(URI base) {
    if (tokenFile != null) return new TokenFile(tokenFile);
    if (gitHubAudience != null) return new GitHubToken(shell, gitHubAudience);
    Optional<String> variable = shell.variable("SLIPWAY_TOKEN");
    if (variable.isPresent()) return variable.get()::strip;
    Optional<ConfigFile.Login> login = ConfigFile.of(shell).read();
    if (login.isPresent() && login.get().token() != null && isFor(login.get(), base)) {
      String token = login.get().token();
      return () -> token;
    }
    if (isThisMachine(base) && Files.exists(localToken())) return new TokenFile(localToken());
    throw ClientFailure.of(
        Exit.NOT_AUTHORISED,
        "There is no token for %s.".formatted(base),
        "Set SLIPWAY_TOKEN, name a file by --token-file, or run slipway login --url %s."
            .formatted(base));
  }

  private static boolean isFor(ConfigFile.Login login, URI base) {
    return login.url() != null && checked(login.url(), "the login").equals(base);
  }

  /** Without a slash at its end. */
  private static URI checked(String address, String source) {
    try {
      URI uri = URI.create(address.strip().replaceAll("/+$", ""));
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException unreadable) {
      // Told below.
    }
    throw ClientFailure.of(
        Exit.USAGE,
        "%s, from %s, is no address of a service.".formatted(address, source),
        "It looks like https://slipway.example.com.");
  }

  static boolean isThisMachine(URI base) {
    try {
      return InetAddress.getByName(base.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Where local mode keeps everything, as it decides that itself. */
  private Path dataDirectory() {
    return shell
        .variable("SLIPWAY_DATA_DIRECTORY")
        .map(
            text -> text.startsWith("~/") ? shell.home().resolve(text.substring(2)) : Path.of(text))
        .orElse(shell.home().resolve(".slipway"));
  }

  private Path localToken() {
    return dataDirectory().resolve("admin-token");
  }

  /** The address that local mode left there, since its port may have been taken. */
  private String localAddress() {
    try {
      return Files.readString(dataDirectory().resolve("api-address")).strip();
    } catch (IOException absent) {
      return USUAL;
    }
  }
}
