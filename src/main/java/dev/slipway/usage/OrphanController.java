package dev.slipway.usage;

import dev.slipway.access.Needs;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.environment.Environments;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Resources that carry Slipway's mark and are on no record, over HTTP. */
@RestController
class OrphanController {

  private final Environments environments;
  private final Orphans orphans;

  OrphanController(Environments environments, Orphans orphans) {
    this.environments = environments;
    this.orphans = orphans;
  }

  @GetMapping("/v1/environments/{environment}/orphans")
  @Needs(value = Role.VIEWER, where = Where.IN_ENVIRONMENT)
  Orphans.Answer orphans(@PathVariable String environment) {
    return orphans.in(environments.byName(environment));
  }
}
