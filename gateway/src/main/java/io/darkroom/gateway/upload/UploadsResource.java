package io.darkroom.gateway.upload;

import io.darkroom.gateway.http.BodyLimits;
import io.darkroom.gateway.http.Problem;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Stores and finds uploads. */
@Path("/v1/uploads")
@Produces(jakarta.ws.rs.core.MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "uploads")
public class UploadsResource {
    private final CurrentCaller caller;
    private final Uploads uploads;

    UploadsResource(CurrentCaller caller, Uploads uploads) {
        this.caller = caller;
        this.uploads = uploads;
    }

    @POST
    @Consumes({"image/png", "image/jpeg", "image/webp", "image/gif", "video/mp4", "application/octet-stream"})
    @Operation(
            operationId = "upload",
            summary = "Upload an image or a clip",
            description = "The body is the file: PNG, JPEG, WebP, GIF or MP4, at most 64 MiB. The type is"
                    + " detected from the content.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "201",
            description = "Stored; refer to it as upload:<id> in a job's input",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = UploadDocument.class)))
    @APIResponse(
            responseCode = "413",
            description = "body_too_large",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "validation_failed: not one of the supported types",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "store_unavailable; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response upload(InputStream body) {
        return save(body);
    }

    @POST
    @Consumes(jakarta.ws.rs.core.MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response form(@RestForm("file") @Nullable FileUpload file) {
        if (file == null) {
            throw ProblemException.invalid(
                    List.of(new Violation("/file", "required", "a part named 'file' is required")));
        }
        try (InputStream bytes = Files.newInputStream(file.uploadedFile())) {
            return save(bytes);
        } catch (IOException e) {
            throw ProblemException.of(ProblemCode.BAD_REQUEST, "The body ended early.");
        }
    }

    private Response save(InputStream source) {
        String tenant = caller.tenant();
        try (Body body = Body.read(source, BodyLimits.MAX_UPLOAD_BYTES)) {
            MediaType type = MediaType.sniff(body.head()).orElseThrow(UploadsResource::unsupported);
            UploadDocument upload = uploads.save(tenant, body, type);
            return Response.status(201)
                    .header("Location", "/v1/uploads/" + upload.id())
                    .entity(upload)
                    .build();
        }
    }

    private static ProblemException unsupported() {
        return ProblemException.invalid(
                List.of(new Violation("", "unsupported_media", "the body is not PNG, JPEG, WebP, GIF or MP4")));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getUpload", summary = "Get the metadata of an upload")
    @APIResponse(
            responseCode = "200",
            description = "The upload",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = UploadDocument.class)))
    @APIResponse(
            responseCode = "404",
            description = "not_found: the tenant has no such upload",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "store_unavailable; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public UploadDocument get(@PathParam("id") String id) {
        return uploads.find(caller.tenant(), id).orElseThrow(ProblemException::notFound);
    }
}
