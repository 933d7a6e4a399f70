package io.connectprocessor.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.support.PluginHelper;

/** Exchanges the routes of files in a running context. The work must be at rest. */
final class RouteSwap {

    private static final Duration LATE_FIRE = Duration.ofMillis(100);
    private static final Duration LATE_FIRE_AT_MOST = Duration.ofSeconds(5);

    private final CamelContext context;
    private final ModelCamelContext model;
    private final CamelMessage message;

    RouteSwap(CamelContext context, CamelMessage message) {
        this.message = message;
        this.context = context;
        this.model = (ModelCamelContext) context;
    }

    /**
     * Puts the routes of changed files in the place of the old ones; when one of them is refused, all old ones are put back.
     *
     * @return the names of the files that changed on disk
     */
    List<String> exchange(RouteFolder from, RouteFolder to) throws RouteSwapException {
        Map<String, RouteText> before = byStem(from);
        Map<String, RouteText> after = byStem(to);
        Set<String> edited = new HashSet<>(before.keySet());
        edited.addAll(after.keySet());
        edited.removeIf(stem -> before.get(stem) != null && before.get(stem).same(after.get(stem)));
        Set<String> names = edited.stream()
                .map(stem -> after.getOrDefault(stem, before.get(stem)).file().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        if (edited.stream().anyMatch(stem -> hasPolicy(before.get(stem)) || hasPolicy(after.get(stem)))) {
            // A route takes its policies when it is added, so all are added again.
            before.values().forEach(file -> edited.add(file.stem()));
            after.values().forEach(file -> edited.add(file.stem()));
        }
        before.keySet().retainAll(edited);
        after.keySet().retainAll(edited);
        exchange(before.values(), after.values(), callers(to, edited));
        return List.copyOf(names);
    }

    /**
     * Untouched routes that call exchanged ones. A producer of direct: remembers its consumer and is not safe when several threads find it
     * outdated at once: one of them may still send to the consumer that is gone. A restart gives the caller a new producer.
     */
    private static List<String> callers(RouteFolder folder, Set<String> exchanged) {
        return folder.files().stream()
                .filter(file -> !exchanged.contains(file.stem()))
                .filter(file -> exchanged.stream().anyMatch(stem -> file.text().contains("direct:" + stem)))
                .map(RouteText::stem)
                .toList();
    }

    private static Map<String, RouteText> byStem(RouteFolder folder) {
        Map<String, RouteText> files = new TreeMap<>();
        folder.files().forEach(file -> files.put(file.stem(), file));
        return files;
    }

    private void exchange(Collection<RouteText> old, Collection<RouteText> next, List<String> callers)
            throws RouteSwapException {
        Set<String> asleep = new HashSet<>();
        old.stream().map(RouteText::stem).filter(this::isStopped).forEach(asleep::add);
        List<String> triggers = new ArrayList<>();
        RouteText at = next.isEmpty() ? old.iterator().next() : next.iterator().next();
        try {
            pauseTriggers(triggers);
            remove(old);
            for (RouteText file : inOrder(next)) {
                at = file;
                add(file, asleep);
            }
        } catch (Exception | LinkageError e) {
            putBack(old, next, asleep, at, e);
            throw new RouteSwapException(
                    at.finding(
                            lineOf(e, at),
                            "Camel does not take the route: " + message.of(e),
                            "correct it and save again; the old routes are back"),
                    e);
        } finally {
            restart(callers);
            resume(triggers);
        }
    }

    private int lineOf(Throwable failure, RouteText file) {
        return new DocumentReader(finding -> {})
                .read(file)
                .map(document -> message.lineOf(failure, document))
                .orElse(1);
    }

    private void putBack(
            Collection<RouteText> old, Collection<RouteText> next, Set<String> asleep, RouteText at, Throwable cause)
            throws RouteSwapException {
        try {
            remove(next);
            remove(old);
            for (RouteText file : inOrder(old)) {
                add(file, asleep);
            }
        } catch (Exception e) {
            e.addSuppressed(cause);
            throw new RouteSwapException(
                    at.finding(
                            1,
                            "Camel took neither the new route nor the old one: " + message.of(e),
                            "restart the processor with corrected files"),
                    e);
        }
    }

    /** Policies first; what starts by itself last, when those it calls are there. */
    private static List<RouteText> inOrder(Collection<RouteText> files) {
        return files.stream()
                .sorted(Comparator.comparing((RouteText file) -> !hasPolicy(file))
                        .thenComparing(RouteSwap::startsByItself))
                .toList();
    }

    private static boolean startsByItself(RouteText file) {
        return file.stem().endsWith("-trigger") || file.stem().equals("take-request");
    }

    private boolean isStopped(String id) {
        ServiceStatus status = context.getRouteController().getRouteStatus(id);
        return status != null && !status.isStarted();
    }

    /** A trigger that fires now would find nobody to call. */
    private void pauseTriggers(List<String> paused) throws Exception {
        for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
            String id = route.getRouteId();
            if (id.endsWith("-trigger") && !isStopped(id)) {
                context.getRouteController().stopRoute(id);
                paused.add(id);
            }
        }
        if (!paused.isEmpty()) {
            awaitLateFires(paused);
        }
    }

    /** A thread that was about to fire when its route was stopped shows itself only once it has an exchange; until then it still finds the old routes. */
    private void awaitLateFires(List<String> triggers) {
        InflightRepository inflight = context.getInflightRepository();
        try {
            Thread.sleep(LATE_FIRE.toMillis());
            long end = System.nanoTime() + LATE_FIRE_AT_MOST.toNanos();
            while (triggers.stream().anyMatch(id -> inflight.size(id) > 0) && end - System.nanoTime() > 0) {
                Thread.sleep(10);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart(List<String> callers) {
        for (String id : callers) {
            ServiceStatus status = context.getRouteController().getRouteStatus(id);
            if (status != null && status.isStarted()) {
                move(id, () -> context.getRouteController().stopRoute(id));
                move(id, () -> context.getRouteController().startRoute(id));
            }
        }
    }

    private void resume(List<String> paused) {
        for (String id : paused) {
            // One that was exchanged is started already; one that was deleted is gone.
            if (context.getRoute(id) != null) {
                move(id, () -> context.getRouteController().startRoute(id));
            }
        }
    }

    private interface Move {
        void run() throws Exception;
    }

    private static void move(String id, Move move) {
        try {
            move.run();
        } catch (Exception e) {
            throw new IllegalStateException("The route " + id + " did not start again. Restart the processor.", e);
        }
    }

    private void remove(Collection<RouteText> files) throws Exception {
        for (RouteText file : files) {
            RouteDefinition route = model.getRouteDefinition(file.stem());
            if (route != null) {
                model.removeRouteDefinition(route);
            }
            Set<String> policies = policies(file);
            // By hand: Camel's own removal gives an id to configurations without one, which makes them apply to nobody.
            model.getRouteConfigurationDefinitions().removeIf(known -> policies.contains(idOf(known)));
        }
    }

    private static String idOf(RouteConfigurationDefinition known) {
        return known.getId() == null || !known.hasCustomIdAssigned() ? "" : known.getId();
    }

    /** The ids of a file's route configurations; "" for one without. */
    private static Set<String> policies(RouteText file) {
        Set<String> ids = new HashSet<>();
        new DocumentReader(finding -> {})
                .read(file)
                .ifPresent(document -> document.configurations()
                        .forEach(block -> ids.add(block.text("id") == null ? "" : block.text("id"))));
        return ids;
    }

    private static boolean hasPolicy(RouteText file) {
        return file != null && !policies(file).isEmpty();
    }

    private void add(RouteText file, Set<String> asleep) throws Exception {
        Collection<RoutesBuilder> builders =
                PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(new RouteSource(file)));
        for (RoutesBuilder builder : builders) {
            if (asleep.contains(file.stem()) && builder instanceof RouteBuilder routes) {
                routes.configureRoutes(context).getRoutes().forEach(route -> route.setAutoStartup("false"));
            }
            context.addRoutes(builder);
        }
    }
}
