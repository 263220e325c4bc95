package dev.slipway.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Slipway this is. */
final class ClientVersion implements IVersionProvider {

  /** As the build calls it; "development" where nothing was packaged. */
  static String current() {
    return Optional.ofNullable(ClientVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"slipway " + current()};
  }
}
