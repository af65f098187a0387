package io.darkroom.worker.onnx;

import io.darkroom.worker.onnx.Message.Field;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Access to ONNX files by memory mapping; field numbers are those of {@code onnx.proto}. */
public final class OnnxFile {
    static final int MODEL_GRAPH = 7;
    static final int GRAPH_NODE = 1;
    static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int ATTRIBUTE_TENSOR = 5;
    private static final int ATTRIBUTE_GRAPH = 6;
    private static final int ATTRIBUTE_TENSORS = 10;
    private static final int ATTRIBUTE_GRAPHS = 11;
    private static final int TENSOR_EXTERNAL_DATA = 13;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;

    private OnnxFile() {}

    static MemorySegment map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    /**
     * Paths of the files with external data that ONNX Runtime would read with this one, as written in it.
     *
     * @throws OnnxException if it is not an ONNX file
     */
    public static Set<String> externalData(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Set<String> found = new TreeSet<>();
            for (Field graph : new Message(map(file, arena)).fields(MODEL_GRAPH)) {
                collect(graph.message(), found);
            }
            return found;
        }
    }

    private static void collect(Message graph, Set<String> found) {
        for (Field field : graph.fields()) {
            if (field.number() == GRAPH_INITIALIZER) {
                location(field.message(), found);
            } else if (field.number() == GRAPH_NODE) {
                field.message().fields(NODE_ATTRIBUTE).forEach(attribute -> attribute(attribute.message(), found));
            }
        }
    }

    private static void attribute(Message attribute, Set<String> found) {
        for (Field field : attribute.fields()) {
            switch (field.number()) {
                case ATTRIBUTE_TENSOR, ATTRIBUTE_TENSORS -> location(field.message(), found);
                case ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS -> collect(field.message(), found);
                default -> {
                    // numbers and names
                }
            }
        }
    }

    private static void location(Message tensor, Set<String> found) {
        for (Field entry : tensor.fields(TENSOR_EXTERNAL_DATA)) {
            if (entry.message().text(ENTRY_KEY).equals("location")) {
                found.add(entry.message().text(ENTRY_VALUE));
            }
        }
    }
}
