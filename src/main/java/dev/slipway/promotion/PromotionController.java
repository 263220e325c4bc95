package dev.slipway.promotion;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.web.Accepted;
import dev.slipway.web.Idempotent;
import dev.slipway.web.PageRequest;
import dev.slipway.web.StatedChoice;
import dev.slipway.web.StatedTime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Promotions over HTTP. */
@RestController
@RequestMapping("/v1/promotions")
class PromotionController {

  private final Promote promote;
  private final FanOut fanOut;
  private final RequireSource source;
  private final Promotions promotions;

  PromotionController(Promote promote, FanOut fanOut, RequireSource source, Promotions promotions) {
    this.promote = promote;
    this.fanOut = fanOut;
    this.source = source;
    this.promotions = promotions;
  }

  @PostMapping
  @Needs(value = Role.DEPLOYER, where = Where.IN_BODY)
  @Idempotent
  ResponseEntity<?> promote(
      @Valid @RequestBody PromotionInput input,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller,
      HttpServletRequest in) {
    List<PromotionRequest> requests = input.requests();
    if (input.breakGlass() != null)
      input.environments().forEach(it -> caller.require(Role.ADMIN, it));
    source.check(input, caller);
    if (input.targets() != null) {
      return several(new FanOut.Asked(requests, caller.name(), in), dryRun);
    }
    PromotionRequest request = requests.getFirst();
    if (dryRun) return ResponseEntity.ok(promote.plan(request, caller.name()));
    Promotion promotion = promote.promote(request, caller.name());
    String path = "/v1/promotions/" + promotion.id();
    return promotion.outcome().goesOn()
        ? Accepted.at(path).body(promotion)
        : ResponseEntity.ok().location(URI.create(path)).body(promotion);
  }

  private ResponseEntity<?> several(FanOut.Asked asked, boolean dryRun) {
    if (dryRun) return ResponseEntity.ok(fanOut.plan(asked));
    FanOut.Answer answer = fanOut.promote(asked);
    Optional<Promotion> begun =
        answer.targets().stream()
            .map(FanOut.Target::promotion)
            .filter(Objects::nonNull)
            .filter(promotion -> promotion.outcome().goesOn())
            .findFirst();
    return begun.isPresent()
        ? Accepted.at("/v1/promotions/" + begun.get().id()).body(answer)
        : ResponseEntity.ok(answer);
  }

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.NARROWED)
  Page<Promotion> list(
      @RequestParam(required = false) @Nullable String model,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String outcome,
      @RequestParam(name = "created_after", required = false) @Nullable String createdAfter,
      PageRequest page,
      @AuthenticationPrincipal Principal caller) {
    Promotions.Filter filter =
        new Promotions.Filter(
            model,
            to,
            StatedChoice.read("outcome", outcome, Outcome.values()),
            StatedTime.read("created_after", createdAfter),
            caller.reach(Role.VIEWER));
    return page.page(promotions.list(filter, page.afterId(), page.limit()), Promotion::id);
  }

  @GetMapping("/{id}")
  @Needs(value = Role.VIEWER, where = Where.OF_PROMOTION)
  Promotion get(@PathVariable UUID id) {
    return promotions.withId(id);
  }
}
