package io.connectprocessor.standalone;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.connect.Templates;
import io.connectprocessor.connect.WantedTypes;
import io.connectprocessor.contract.Contract;
import io.connectprocessor.contract.Contracts;
import io.connectprocessor.contract.Drift;
import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.embedded.ProductContracts;
import io.connectprocessor.embedded.StartUpCheck;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.http.HttpGateway;
import io.connectprocessor.http.HttpOptions;
import io.connectprocessor.http.Reach;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.standalone.OnlineFinding.Result;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Asks Connect what only Connect knows: whether it can be reached, takes the key, grants the rights, has the time that we have, and has the
 * products as settings, contracts and routes need them. Reads only, about ten calls for each product; of the vendor only the door is tried.
 */
public final class OnlineCheck {

    /** Beyond it, stamps and time-outs of both sides do not fit together. */
    private static final Duration APART = Duration.ofSeconds(60);

    private final Settings settings;
    private final Clock clock;
    private final ProductContracts contracts;
    private final List<OnlineFinding> said = new ArrayList<>();

    /** Use once. */
    public OnlineCheck(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.contracts = new ProductContracts(settings);
    }

    /** One line for each check that was made, at least; in the order in which they were made. */
    public List<OnlineFinding> run() throws Exception {
        if (reach("connect", settings.connectApiUrl(), settings.connectCaFile().orElse(null))) {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                context.disableJMX();
                context.start();
                HttpGateway gateway = new HttpGateway(context, Api.CONNECT, options());
                context.addService(gateway);
                ask(new ConnectClient(gateway, new Json(), clock));
            }
        } else {
            skipped("key, rights, clock, products and contracts", "Connect cannot be reached");
        }
        settings.vendorApiUrls()
                .forEach(url -> reach("vendor", url, settings.vendorCaFile().orElse(null)));
        return List.copyOf(said);
    }

    private HttpOptions options() {
        return new HttpOptions(
                settings.connectApiUrl(),
                "ApiKey " + settings.connectApiKey(),
                settings.httpConnectTimeout(),
                settings.httpResponseTimeout(),
                2,
                settings.connectCaFile().orElse(null),
                "connect-processor java/" + Runtime.version().feature(),
                settings.connectRate().orElse(0));
    }

    private boolean reach(String side, URI url, Path caFile) {
        String check = side + " can be reached";
        Optional<Reach.Obstacle> obstacle = new Reach(url, settings.httpConnectTimeout(), caFile).obstacle();
        obstacle.ifPresentOrElse(
                found -> say(Result.AWAY, check, found.what(), wayOut(side, found.stage())),
                () -> say(Result.OK, check, url.toString(), null));
        return obstacle.isEmpty();
    }

    private static String wayOut(String side, Reach.Stage stage) {
        return switch (stage) {
            case NAME -> "correct " + side + ".api-url, or this machine's name service";
            case CONNECTION -> "correct " + side + ".api-url, or let the firewall pass";
            case TLS -> "name its CA certificates in " + side + ".ca-file, or correct " + side + ".api-url";
        };
    }

    private void ask(ConnectClient connect) {
        Map<RequestKind, Optional<FailedException>> lists = new EnumMap<>(RequestKind.class);
        WantedTypes wanted = WantedTypes.of(settings.types());
        for (RequestKind kind : RequestKind.values()) {
            if (wanted.any(kind)) {
                Optional<FailedException> failure = failure(() -> connect.list(kind, "limit=1"));
                if (failure.filter(OnlineCheck::isKeyRefused).isPresent()) {
                    failed("key", failure.get());
                    skipped("rights, clock, products and contracts", "Connect refuses the key");
                    return;
                }
                lists.put(kind, failure);
            }
        }
        key(lists.values());
        lists.forEach(this::right);
        Contracts read = contracts.read();
        StartUpCheck start = new StartUpCheck(connect, new Templates(connect, clock), settings);
        for (String product : settings.products()) {
            if (tried("read " + product, () -> start.product(product))) {
                tried("templates of " + product, () -> start.templates(product));
                contract(product, read, connect);
            } else {
                skipped("templates and contract of " + product, "the product cannot be read");
            }
        }
        unused(read);
        clock(connect);
    }

    /** A key without a right is 403 there; a key that is wrong is 401 everywhere. */
    private static boolean isKeyRefused(FailedException failed) {
        return failed.failure().status() == 401;
    }

    private void key(Collection<Optional<FailedException>> lists) {
        List<FailedException> failures =
                lists.stream().flatMap(Optional::stream).toList();
        if (failures.size() < lists.size()) {
            say(Result.OK, "key", "taken", null);
        } else if (failures.stream().allMatch(OnlineCheck::isRefused)) {
            say(
                    Result.REFUSED,
                    "key",
                    "Connect answers " + failures.get(0).failure().status() + " to all that was asked",
                    failures.get(0).advice());
        } else {
            skipped("key", "no call was answered, see below");
        }
    }

    private static boolean isRefused(FailedException failed) {
        return failed.failure().kind() == FailureKind.UNAUTHORIZED;
    }

    private void right(RequestKind kind, Optional<FailedException> failure) {
        String what = "list " + kind.resource().replace('-', ' ');
        boolean account = kind == RequestKind.TIER_ACCOUNT_REQUEST;
        failure.ifPresentOrElse(
                failed -> {
                    if (account && isRefused(failed)) {
                        say(
                                Result.FINDING,
                                what,
                                failed.getMessage(),
                                "give the key this right, or leave tier-account out of process.types; until then they are left alone");
                    } else {
                        failed(what, failed);
                    }
                },
                () -> say(Result.OK, what, "allowed", null));
    }

    private boolean tried(String check, Runnable call) {
        try {
            call.run();
            say(Result.OK, check, "as it should be", null);
            return true;
        } catch (FailedException failed) {
            failed(check, failed);
        } catch (ConfigurationException wrong) {
            say(Result.FINDING, check, wrong.getMessage(), null);
        }
        return false;
    }

    private void contract(String product, Contracts read, ConnectClient connect) {
        String check = read.of(product)
                .map(contract -> "contract of " + product)
                .orElse("parameters that routes name, of " + product);
        try {
            List<Drift> drift = contracts.drift(product, read, connect);
            if (drift.isEmpty()) {
                say(Result.OK, check, "nothing is missing", null);
            }
            drift.forEach(one -> say(
                    Result.FINDING,
                    check,
                    one.place() + "  " + one.subject() + ": expected " + one.expected() + ", found " + one.found(),
                    one.advice()));
        } catch (FailedException failed) {
            failed(check, failed);
        }
    }

    /** A contract that nobody looks at is likelier a wrong name than a wish. */
    private void unused(Contracts read) {
        for (Contract contract : read.all()) {
            if (!settings.products().contains(contract.product())) {
                skipped("contract of " + contract.product(), "connect.products does not name this product");
            }
        }
    }

    private void clock(ConnectClient connect) {
        Instant before = clock.instant();
        Optional<Instant> theirs;
        try {
            theirs = connect.clock(settings.products().get(0));
        } catch (FailedException failed) {
            skipped("clock", "the product whose answer carries the time cannot be read");
            return;
        }
        if (theirs.isEmpty()) {
            skipped("clock", "Connect's answer has no date");
            return;
        }
        Duration took = Duration.between(before, clock.instant());
        Duration apart = Duration.between(theirs.get(), before.plus(took.dividedBy(2)));
        if (apart.abs().compareTo(APART) > 0) {
            say(
                    Result.FINDING,
                    "clock",
                    "this machine is " + apart.abs().toSeconds() + " s " + (apart.isNegative() ? "behind" : "ahead of")
                            + " Connect",
                    "set the clock of this machine, best by NTP");
        } else {
            say(Result.OK, "clock", "within " + APART.toSeconds() + " s of Connect's", null);
        }
    }

    private static Optional<FailedException> failure(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (FailedException failed) {
            return Optional.of(failed);
        }
    }

    private void failed(String check, FailedException failed) {
        FailureKind kind = failed.failure().kind();
        Result result =
                kind == FailureKind.UNAUTHORIZED ? Result.REFUSED : kind.passes() ? Result.AWAY : Result.FINDING;
        say(result, check, Redaction.ofText(failed.getMessage(), null), failed.advice());
    }

    private void skipped(String check, String why) {
        say(Result.SKIPPED, check, why, null);
    }

    private void say(Result result, String check, String what, String advice) {
        said.add(new OnlineFinding(result, check, what, advice));
    }
}
