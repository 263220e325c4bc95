package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.endpoint.Adoption.Before;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes an import that is retired unclaimed off an endpoint's record, as if it had never been: a
 * promotion may make an endpoint there, or bring the one back that was there before. Which
 * SageMaker endpoint it was is remembered, since a claim that was called off has left marks on it.
 */
@Component
class ForgetImport {

  private final EndpointRepository repository;
  private final Endpoints endpoints;

  ForgetImport(EndpointRepository repository, Endpoints endpoints) {
    this.repository = repository;
    this.endpoints = endpoints;
  }

  /** Does so, for an endpoint that was never claimed. */
  @Transactional(propagation = Propagation.MANDATORY)
  void of(Endpoint imported) {
    Before before =
        Objects.requireNonNullElseGet(
            Objects.requireNonNull(imported.adoption()).before(),
            () -> new Before(imported.name(), Settings.NONE, null));
    endpoints.override(imported, before.overrides(), "slipway");
    StoredEndpoint endpoint = repository.findById(imported.id()).orElseThrow();
    Adoption adoption = before.adoption();
    endpoint.forgetImport(before.physicalName(), adoption == null ? null : Json.write(adoption));
    repository.saveAndFlush(endpoint);
  }
}
