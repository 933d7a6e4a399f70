package io.connectprocessor.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One pass over all keys, which gathers every finding before it gives up. */
final class Resolution {
    /** A token is some eighty characters; a file much longer than that is another file. */
    private static final int LONGEST_TOKEN_FILE = 8 * 1024;

    private static final List<String> QUEUES = List.of("seda", "jms");

    /** Camel expands what stands in them. */
    private static final List<Key<?>> ENDPOINTS =
            List.of(Keys.QUEUE_REQUESTS, Keys.EVENTS_ENDPOINT, Keys.PARK_ENDPOINT);

    private static final String NOWHERE = "configuration";

    private final Sources sources;
    private final boolean complete;
    private final Map<String, Given> file;
    private final Layers layers;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Setting<?>> own = new LinkedHashMap<>();
    private final Map<String, Given> narrowedForeign = new TreeMap<>();

    /** @param complete whether what is required must be there, and files that are named must be readable */
    Resolution(Sources sources, boolean complete) {
        PropertiesFile read = sources.withFile() ? PropertiesFile.read(sources.file()) : PropertiesFile.none();
        this.sources = sources;
        this.complete = complete;
        this.file = read.entries();
        this.layers = new Layers(sources, file);
        findings.addAll(read.findings());
    }

    Settings settle() {
        findings.addAll(Spelling.unknown(sources, file));
        Keys.all().forEach(this::settle);
        NarrowedNames narrowed = new NarrowedNames(sources, layers, products());
        findings.addAll(narrowed.findings());
        narrowed.right().forEach(this::settle);
        settleApiKey();
        checkDelays();
        Patience patience = new Patience(own);
        patience.finding().ifPresent(findings::add);
        findings.addAll(new VendorScopes(
                        own,
                        products(),
                        narrowed.right().stream()
                                .map(Narrowing::marketplace)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toList())
                .findings());
        checkQueue();
        if (complete) {
            checkReadable(Keys.CONNECT_CA_FILE);
            checkReadable(Keys.VENDOR_CA_FILE);
        }
        List<Finding> warnings = new ArrayList<>(Spelling.doubtful(sources, layers));
        warnings.addAll(narrowed.doubtful());
        warnings.addAll(patience.doubtful());
        if (!findings.isEmpty()) {
            throw new SettingsException(findings, warnings);
        }
        return new Settings(own, foreign(), warnings, sources.directory());
    }

    private List<String> products() {
        return setting(Keys.CONNECT_PRODUCTS).map(Setting::value).orElse(List.of());
    }

    private Map<String, Given> foreign() {
        Map<String, Given> foreign = new TreeMap<>(narrowedForeign);
        layers.foreignNames().forEach(name -> layers.find(name).ifPresent(given -> foreign.put(name, given)));
        return foreign;
    }

    private void settle(Key<?> key) {
        Optional<Given> given = layers.find(key.name());
        if (given.isEmpty() && key.fallback() != null) {
            read(key, new Given(key.fallback(), Given.DEFAULT));
        } else if (given.isEmpty()) {
            missing(key);
        } else if (given.get().text().isBlank()) {
            blank(key, given.get());
        } else {
            read(key, given.get());
        }
    }

    private void settle(Narrowing narrowing) {
        Given given = layers.find(narrowing.name()).orElseThrow();
        Optional<Key<?>> known = Keys.named(narrowing.key());
        if (known.isEmpty()) {
            if (given.text().contains("{{")) {
                add(
                        given.place(),
                        narrowing.name() + " holds {{, which is not expanded here",
                        "write the value itself");
            }
            narrowedForeign.put(narrowing.name(), given);
            return;
        }
        Key<?> key = known.get().narrowed(narrowing);
        if (!given.text().isBlank()) {
            read(key, given);
        } else if (key.secret()) {
            // None here, though there is a general one.
            own.put(key.name(), new Setting<>(key, null, "", given.place()));
        } else if (known.get().required() || known.get().fallback() != null) {
            add(given.place(), key.name() + " is blank", "leave it out for " + narrowing.key());
        }
    }

    /** Each product may have one of its own. */
    private boolean isNarrowedForAll(Key<?> key) {
        return !products().isEmpty()
                && products().stream()
                        .allMatch(product -> layers.find(new Narrowing(product, null, key.name()).name())
                                .filter(given -> !given.text().isBlank())
                                .isPresent());
    }

    private void missing(Key<?> key) {
        if (key.required() && complete && !isNarrowedForAll(key)) {
            add(NOWHERE, key.name() + " is not set", key.howToSet());
        }
    }

    /** A blank value takes an optional key back; where a value is needed it is a mistake. */
    private void blank(Key<?> key, Given given) {
        if (key.fallback() != null) {
            add(given.place(), key.name() + " is blank", "leave it out for the default, " + key.fallback());
        } else if (key.required() && complete) {
            add(given.place(), key.name() + " is blank", key.howToSet());
        }
    }

    private void read(Key<?> key, Given given) {
        if (given.isInjectedByKubernetes()) {
            add(
                    given.place(),
                    key.name() + " is the address of a Kubernetes service of that name",
                    "set enableServiceLinks: false on the pod, or -D" + key.name() + "=…");
            return;
        }
        // Camel would expand it wherever a route asks for the key, and the typed value would stay as it is.
        if (given.text().contains("{{") && !ENDPOINTS.contains(key)) {
            add(given.place(), key.name() + " holds {{, which is not expanded here", "write the value itself");
            return;
        }
        try {
            own.put(key.name(), read(key.kind(), key, given));
        } catch (Refused e) {
            add(given.place(), key.name() + " " + e.getMessage(), e.advice());
        }
    }

    @SuppressWarnings("unchecked") // a key's kind is of the key's type
    private static <T> Setting<T> read(Kind<T> kind, Key<?> key, Given given) throws Refused {
        return kind.read((Key<T>) key, given);
    }

    private void settleApiKey() {
        Optional<Given> key = layers.find(Keys.CONNECT_API_KEY.name());
        boolean keyGiven = key.filter(given -> !given.text().isBlank()).isPresent();
        Optional<Given> file = layers.find(Keys.CONNECT_API_KEY_FILE.name())
                .filter(given -> !given.text().isBlank());
        if (keyGiven && file.isPresent()) {
            add(
                    key.get().place(),
                    "connect.api-key is set, and connect.api-key-file as well (" + file.get() + ")",
                    "keep one of the two");
        } else if (!keyGiven && file.isEmpty() && complete) {
            add(
                    key.map(Given::place).orElse(NOWHERE),
                    "connect.api-key is " + (key.isPresent() ? "blank" : "not set"),
                    Keys.CONNECT_API_KEY.howToSet() + "; or connect.api-key-file");
        } else if (file.isPresent() && complete) {
            setting(Keys.CONNECT_API_KEY_FILE).ifPresent(this::readApiKey);
        }
    }

    private void readApiKey(Setting<Path> named) {
        String place = Keys.CONNECT_API_KEY_FILE.name() + " (" + named.place() + ")";
        try (InputStream content = Files.newInputStream(sources.directory().resolve(named.value()))) {
            byte[] bytes = content.readNBytes(LONGEST_TOKEN_FILE + 1);
            String text = new String(bytes, StandardCharsets.UTF_8)
                    .replaceFirst("^\uFEFF", "")
                    .strip();
            if (bytes.length > LONGEST_TOKEN_FILE) {
                add(
                        place,
                        named.text() + " is too long for a token",
                        "name the file that holds the token and nothing else");
            } else if (text.isEmpty()) {
                add(place, named.text() + " is empty", "write the token of the platform into it");
            } else {
                read(Keys.CONNECT_API_KEY, new Given(text, place));
            }
        } catch (IOException e) {
            unreadable(Keys.CONNECT_API_KEY_FILE, named);
        }
    }

    private void checkReadable(Key<Path> key) {
        setting(key).ifPresent(named -> {
            Path path = sources.directory().resolve(named.value());
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                unreadable(key, named);
            }
        });
    }

    private void unreadable(Key<Path> key, Setting<Path> named) {
        add(
                named.place(),
                key.name() + " names a file that cannot be read: " + Shown.refused(named.text()),
                "name a file that this user may read; a relative path starts at the working directory");
    }

    private void checkDelays() {
        setting(Keys.RETRY_FIRST_DELAY)
                .ifPresent(first -> setting(Keys.RETRY_MAX_DELAY).ifPresent(most -> {
                    if (first.value().compareTo(most.value()) > 0) {
                        add(
                                first.place().equals(Given.DEFAULT) ? most.place() : first.place(),
                                "retry.first-delay (" + first.text() + ") is longer than retry.max-delay ("
                                        + most.text() + ")",
                                "make retry.max-delay the longer one");
                    }
                }));
    }

    private void checkQueue() {
        boolean embedded = !sources.ledgerGiven()
                && setting(Keys.LEDGER_URL)
                        .filter(ledger -> !ledger.value().startsWith("jdbc:postgresql:"))
                        .isPresent();
        setting(Keys.QUEUE_REQUESTS).ifPresent(queue -> {
            String scheme = queue.value().substring(0, queue.value().indexOf(':'));
            if (!QUEUES.contains(scheme)) {
                add(
                        queue.place(),
                        "queue.requests is at " + scheme + ":, which is no queue that this program can connect",
                        "write " + Nearest.to(scheme, QUEUES) + ":…? It takes seda:NAME and jms:queue:NAME");
            }
            if (scheme.equals("jms")) {
                checkBroker(queue, embedded);
            } else if (!isAtJms(Keys.EVENTS_ENDPOINT) && !isAtJms(Keys.PARK_ENDPOINT)) {
                setting(Keys.QUEUE_BROKER_URL)
                        .ifPresent(url -> add(
                                url.place(),
                                "queue.broker-url is set, but queue.requests is at " + scheme + ":",
                                "set queue.requests=jms:queue:connect.requests, or take queue.broker-url out"));
            }
        });
        setting(Keys.POLL_CLUSTERED)
                .filter(clustered -> clustered.value() && embedded)
                .ifPresent(clustered -> add(
                        clustered.place(),
                        "poll.clustered is true, but ledger.url is an embedded database, which no other node can open",
                        "set ledger.url=jdbc:postgresql://host/database, or poll.clustered=false"));
    }

    private boolean isAtJms(Key<String> endpoint) {
        return setting(endpoint)
                .filter(given -> given.value().startsWith("jms:"))
                .isPresent();
    }

    private void checkBroker(Setting<String> queue, boolean embedded) {
        if (setting(Keys.QUEUE_BROKER_URL).isEmpty()
                && layers.find(Keys.QUEUE_BROKER_URL.name())
                        .filter(given -> !given.text().isBlank())
                        .isEmpty()) {
            add(
                    queue.place(),
                    "queue.requests is at a broker, and queue.broker-url is not set",
                    Keys.QUEUE_BROKER_URL.howToSet() + ", such as tcp://host:61616");
        }
        if (embedded) {
            add(
                    queue.place(),
                    "queue.requests is a queue of several nodes, but ledger.url is an embedded database, which one node alone"
                            + " can open",
                    "set ledger.url=jdbc:postgresql://host/database, or leave queue.requests out");
        }
    }

    @SuppressWarnings("unchecked") // put under its key's name, by read
    private <T> Optional<Setting<T>> setting(Key<T> key) {
        return Optional.ofNullable((Setting<T>) own.get(key.name()));
    }

    private void add(String place, String what, String advice) {
        findings.add(new Finding(place, what, advice));
    }
}
