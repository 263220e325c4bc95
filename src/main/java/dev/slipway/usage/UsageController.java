package dev.slipway.usage;

import dev.slipway.access.Needs;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.environment.Environments;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The requests and costs of an environment's endpoints, over HTTP. */
@RestController
class UsageController {

  private final Environments environments;
  private final UsageReport report;

  UsageController(Environments environments, UsageReport report) {
    this.environments = environments;
    this.report = report;
  }

  @GetMapping("/v1/environments/{environment}/usage")
  @Needs(value = Role.VIEWER, where = Where.IN_ENVIRONMENT)
  UsageReport.Answer usage(
      @PathVariable String environment,
      @RequestParam(defaultValue = "" + UsageReport.USUAL_DAYS) int days) {
    return report.of(environments.byName(environment), days);
  }
}
