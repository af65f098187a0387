package io.darkroom.local.stack;

import io.darkroom.cli.client.GatewayClient;
import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.local.backends.Backends;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.process.Component;
import io.darkroom.local.process.Ports;
import io.darkroom.local.secure.StackSecurity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A running Darkroom; see the package. Closing it stops everything, clients first. */
public final class LocalStack implements AutoCloseable {
    public static final String GATEWAY = "gateway";

    private final Backends backends;
    private final DataFolder folder;
    private final Apps apps;
    private final GatewayPorts ports;
    private final Map<String, Component> clients = new LinkedHashMap<>();
    private final Workers workers;
    private final StackFile file;
    private final StackKey.Found key;

    private LocalStack(Builder builder, DataFolder folder, Backends backends) throws InterruptedException {
        this.backends = backends;
        this.folder = folder;
        this.file = new StackFile(folder);
        this.key = new StackKey(folder).findOrCreate(backends.installer());
        Ports free = Ports.ofThisMachine();
        ports = GatewayPorts.choose(builder.gateways, builder.gatewayPort, free);
        apps = new Apps(builder.checkout, folder, backends, builder.processSettings());
        for (int i = 0; i < ports.clients().size(); i++) {
            // The first one has no number.
            String name = i == 0 ? GATEWAY : GATEWAY + "-" + (i + 1);
            clients.put(
                    name,
                    apps.gateway(
                            name, ports.clients().get(i), ports.management().get(i)));
        }
        workers = new Workers(apps, free, builder.workers, ports.management(), builder.notices);
        clients.putAll(workers.all());
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Base address of the gateway's HTTP interface. */
    public String gateway() {
        if (ports.clients().isEmpty()) {
            throw new IllegalStateException("this stack was started without a gateway");
        }
        return gateways().getFirst();
    }

    /** Base addresses of all gateways. */
    public List<String> gateways() {
        return ports.addresses(backends.security().isPresent() ? "https" : "http");
    }

    /** A client of the first gateway with the first key. The caller closes it. */
    public GatewayClient client() {
        return new GatewayClient(gateway(), key().value(), ca());
    }

    /** What clients of gateways and store have to trust; null: nothing beside what they trust anyway. */
    public @Nullable Path ca() {
        return backends.security().map(made -> made.files().authority()).orElse(null);
    }

    /** Base address of the first gateway's management port. */
    public String management() {
        return "http://127.0.0.1:" + ports.management().getFirst();
    }

    String gatewayOrEmpty() {
        return ports.clients().isEmpty() ? "" : gateway();
    }

    /** A key of tenant {@code default} that may do everything. */
    public ApiKey key() {
        return key.key();
    }

    /** Whether this start made the key. */
    public boolean isKeyNew() {
        return key.isNew();
    }

    public Backends backends() {
        return backends;
    }

    public Path data() {
        return folder.root();
    }

    /**
     * One of {@code kafka}, {@code s3}, {@code redis}, {@code gateway}, {@code gateway-2}, {@code worker-1} and so on.
     *
     * @throws IllegalArgumentException for any other name
     */
    public Component component(String name) {
        Component client = clients.get(name);
        return client != null ? client : backends.component(name);
    }

    /** All, servers first. */
    public List<Component> components() {
        List<Component> all = new ArrayList<>(backends.components());
        all.addAll(clients.values());
        return List.copyOf(all);
    }

    private void start(Consumer<Component> whenReady) throws InterruptedException {
        components().forEach(component -> component.whenStarted(() -> file.write(this)));
        List<Component> now = new ArrayList<>(clients.values());
        now.removeAll(workers.onDemand());
        now.forEach(Component::start);
        for (Component client : now) {
            client.awaitReady();
            whenReady.accept(client);
        }
        if (!ports.clients().isEmpty()) {
            try (GatewayClient client = client()) {
                ModelsKnown.await(client, workers.portsAtStart());
            }
        }
        file.write(this);
        workers.follow();
    }

    /** Stops gateway and workers, then the servers; releases the data folder. */
    @Override
    public void close() {
        workers.close();
        clients.values().forEach(Component::terminate);
        clients.values().forEach(Component::stop);
        file.remove();
        backends.close();
    }

    /** How to start. */
    public static final class Builder {
        private @Nullable DataFolder folder;
        private Checkout checkout = Checkout.find();
        private Workers.Range workers = new Workers.Range(1, 1);
        private int gateways = 1;
        private @Nullable Integer gatewayPort;
        private boolean supervised;
        private @Nullable StackSecurity security;
        private @Nullable Path models;
        private Duration recordLock = Duration.ofSeconds(10);
        private Duration readyWithin = Duration.ofSeconds(90);
        private UnaryOperator<Map<String, String>> reach = UnaryOperator.identity();
        private final Map<String, Map<String, String>> environments = new HashMap<>();
        private Consumer<String> notices = notice -> {};
        private Consumer<Component> whenReady = component -> {};

        private Builder() {}

        /** Keeps the data here; the folder is acquired before anything starts. Default: a temporary folder. */
        public Builder data(Path kept) {
            return data(DataFolder.acquire(kept, false));
        }

        /** Uses a folder that was acquired already; it is released at the end. */
        public Builder data(DataFolder taken) {
            this.folder = taken;
            return this;
        }

        /** Number of worker processes. Default: 1. */
        public Builder workers(int count) {
            return workers(count, count);
        }

        /** Worker processes as the work needs them, within these bounds. */
        public Builder workers(int fewest, int most) {
            this.workers = new Workers.Range(fewest, most);
            return this;
        }

        /** Whether a gateway runs. Default: yes. */
        public Builder gateway(boolean yes) {
            return gateways(yes ? 1 : 0);
        }

        /** Number of gateway processes: {@code gateway}, {@code gateway-2} and so on. Default: 1. */
        public Builder gateways(int count) {
            this.gateways = count;
            return this;
        }

        /** How long a worker may hold a record without renewing. Default: 10 s, at least 1 s. */
        public Builder recordLock(Duration lock) {
            this.recordLock = lock;
            return this;
        }

        /** How long a gateway or worker may take to get ready. Default: 90 s. */
        public Builder readyWithin(Duration longest) {
            this.readyWithin = longest;
            return this;
        }

        /**
         * Changes the environment with the servers' addresses for gateways and workers, e.g. to put a proxy between.
         * Default: as it is.
         */
        public Builder reach(UnaryOperator<Map<String, String>> change) {
            this.reach = change;
            return this;
        }

        /** The port to take if it is free. Default: any free one. */
        public Builder gatewayPort(int wanted) {
            this.gatewayPort = wanted;
            return this;
        }

        /** TLS, users and what each may do, everywhere but on management ports. Default: none of it. */
        public Builder security(@Nullable StackSecurity made) {
            this.security = made;
            return this;
        }

        /** Whether a process that dies is restarted. Default: no, so that a test decides. */
        public Builder supervised(boolean yes) {
            this.supervised = yes;
            return this;
        }

        /** Model repository of the workers. Default: {@code DARKROOM_MODELS_DIRECTORY}, else the shipped one. */
        public Builder models(Path directory) {
            this.models = directory;
            return this;
        }

        /**
         * More environment for {@code gateway} or {@code worker}, which stands for all of them, or for one, e.g.
         * {@code worker-2}.
         */
        public Builder environment(String process, Map<String, String> variables) {
            environments.computeIfAbsent(process, name -> new HashMap<>()).putAll(variables);
            return this;
        }

        /** Receives a sentence when a process dies or is restarted. Default: none. */
        public Builder notices(Consumer<String> listener) {
            this.notices = listener;
            return this;
        }

        /** Receives each component when it is ready. Default: none. */
        public Builder whenReady(Consumer<Component> listener) {
            this.whenReady = listener;
            return this;
        }

        private Apps.Settings processSettings() {
            Map<String, String> gateway = environments.computeIfAbsent(GATEWAY, name -> new HashMap<>());
            workers.environment().forEach(gateway::putIfAbsent);
            return new Apps.Settings(supervised, models, readyWithin, reach, environments, notices);
        }

        /**
         * Returns when everything is ready. If that fails, nothing is left running.
         *
         * @throws io.darkroom.local.process.ComponentException if a process does not get ready
         */
        public LocalStack start() throws InterruptedException {
            DataFolder taken = folder != null ? folder : DataFolder.temporary();
            Backends backends = Backends.builder()
                    .data(taken)
                    .recordLock(recordLock)
                    .security(security)
                    .supervised(supervised)
                    .notices(notices)
                    .start();
            LocalStack stack = null;
            try {
                backends.components().forEach(whenReady);
                stack = new LocalStack(this, taken, backends);
                stack.start(whenReady);
                return stack;
            } catch (RuntimeException | InterruptedException e) {
                if (stack != null) {
                    stack.close();
                } else {
                    backends.close();
                }
                throw e;
            }
        }
    }
}
