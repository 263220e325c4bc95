package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.ServiceException;
import java.util.Locale;

/**
 * A kind of named thing, with AWS's texts about it. Names in ARNs are lower-cased; "not found" is a
 * ValidationException.
 */
enum Names {
  MODEL("model", "model"),
  ENDPOINT_CONFIG("endpoint-config", "endpoint configuration"),
  ENDPOINT("endpoint", "endpoint");

  private final String path;
  private final String noun;

  Names(String path, String noun) {
    this.path = path;
    this.noun = noun;
  }

  String arn(Scope scope, String name) {
    return scope.arn("sagemaker", path + "/" + name.toLowerCase(Locale.ROOT));
  }

  ServiceException notFound(Scope scope, String name) {
    return ServiceException.validation("Could not find " + noun + " \"" + arn(scope, name) + "\".");
  }

  ServiceException exists(Scope scope, String name) {
    return ServiceException.validation(
        "Cannot create already existing " + noun + " \"" + arn(scope, name) + "\".");
  }
}
