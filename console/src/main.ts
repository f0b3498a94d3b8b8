import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { useElements } from "./elements";
import { i18n } from "./i18n";
import { router } from "./router";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/elements.css";

const app = createApp(App);
app.use(createPinia()).use(i18n).use(router);
useElements(app);
app.mount("#app");
